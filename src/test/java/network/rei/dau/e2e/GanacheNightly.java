package network.rei.dau.e2e;

/** Tests the packaged service against ganache, with the variations that a build leaves out. */
class GanacheNightly extends DevelopmentNodeVariations {

  GanacheNightly() {
    super(DevelopmentNode.Program.GANACHE);
  }
}
