package network.rei.dau.e2e;

import org.junit.jupiter.api.Order;

/** Tests the packaged service against ganache. */
@Order(11)
class GanacheIT extends DevelopmentNodeContract {

  GanacheIT() {
    super(DevelopmentNode.Program.GANACHE);
  }
}
