package network.rei.dau.e2e;

import org.junit.jupiter.api.Order;

/** Tests the packaged service against hardhat. */
@Order(2)
class HardhatIT extends DevelopmentNodeContract {

  HardhatIT() {
    super(DevelopmentNode.Program.HARDHAT);
  }
}
