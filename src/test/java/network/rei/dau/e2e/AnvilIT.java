package network.rei.dau.e2e;

/** Tests the packaged service against anvil. */
class AnvilIT extends DevelopmentNodeVariations {

  AnvilIT() {
    super(DevelopmentNode.Program.ANVIL);
  }
}
