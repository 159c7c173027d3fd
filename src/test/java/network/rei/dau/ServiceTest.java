package network.rei.dau;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ServiceTest {

  @Test
  void shouldReturnAUrlForAddressesOfBothFamilies() throws UnknownHostException {
    assertThat(Service.localUrl(at("127.0.0.1"))).hasToString("http://127.0.0.1:3000");
    assertThat(Service.localUrl(at("0.0.0.0"))).hasToString("http://localhost:3000");
    assertThat(Service.localUrl(at("::1")))
        .hasToString("http://[0:0:0:0:0:0:0:1]:3000")
        .hasHost("[0:0:0:0:0:0:0:1]");
  }

  private static InetSocketAddress at(String ip) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(ip), 3000);
  }
}
