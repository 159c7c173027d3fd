package network.rei.dau;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** Where a service says that it can be asked. */
class ServiceTest {

  @Test
  void theUrlOfAnAddressCanBeAskedWhateverItsFamily() throws UnknownHostException {
    assertThat(Service.here(at("127.0.0.1"))).hasToString("http://127.0.0.1:3000");
    assertThat(Service.here(at("0.0.0.0"))).hasToString("http://localhost:3000");
    assertThat(Service.here(at("::1")))
        .hasToString("http://[0:0:0:0:0:0:0:1]:3000")
        .hasHost("[0:0:0:0:0:0:0:1]");
  }

  private static InetSocketAddress at(String ip) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(ip), 3000);
  }
}
