package network.rei.dau.e2e;

/** Tests the packaged service against hardhat. */
class HardhatIT extends DevelopmentNodeContract {

  HardhatIT() {
    super(DevelopmentNode.Program.HARDHAT);
  }
}
