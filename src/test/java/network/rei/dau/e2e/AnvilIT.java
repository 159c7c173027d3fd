package network.rei.dau.e2e;

/** Tests the packaged service against anvil. */
class AnvilIT extends DevelopmentNodeContract {

  AnvilIT() {
    super(DevelopmentNode.Program.ANVIL);
  }
}
