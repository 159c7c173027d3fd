package network.rei.dau.e2e;

/** Tests the packaged service against hardhat, with the variations that a build leaves out. */
class HardhatNightly extends DevelopmentNodeVariations {

  HardhatNightly() {
    super(DevelopmentNode.Program.HARDHAT);
  }
}
