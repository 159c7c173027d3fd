package network.rei.dau.e2e;

/** Tests the packaged service against ganache. */
class GanacheIT extends DevelopmentNodeContract {

  GanacheIT() {
    super(DevelopmentNode.Program.GANACHE);
  }
}
