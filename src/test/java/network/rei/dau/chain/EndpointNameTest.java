package network.rei.dau.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://rpc.rei.network | https://rpc.rei.network",
        "https://rpc.rei.network/ | https://rpc.rei.network",
        "http://localhost:8545/rpc | http://localhost:8545/rpc",
        "http://my_node:8545 | http://my_node:8545",
        "https://me:pass@host.net/x?key=1#f | https://host.net/x",
        "ws://localhost:8546 | ws://localhost:8546",
        "wss://me:pass@host.net:443/ws/0123456789abcdef?key=1 | wss://host.net/ws/***",
        "https://host.net/v3/0123456789abcdef0123456789abcdef | https://host.net/v3/***",
        "https://host.net/v1/k3yAb7 | https://host.net/v1/***",
        "https://host.net/ext/bc/C/rpc | https://host.net/ext/bc/C/rpc",
        "https://host.net/eth-mainnet/v1.2/56 | https://host.net/eth-mainnet/v1.2/56",
        "https://host.net/v2/aB3-xY_9012345678/eth | https://host.net/v2/***/eth"
      })
  void shouldShowAUrlWithoutItsSecrets(URI url, String shown) {
    assertThat(EndpointName.of(url)).hasToString(shown);
  }

  @Test
  void shouldScrubSecretsFromTextThatRepeatsThem() {
    EndpointName name =
        EndpointName.of(URI.create("https://me:pass%21word@h.net/v3/0123456789abcdef?k=topsecret"));
    assertThat(name.scrub("no: /v3/0123456789abcdef?k=topsecret for me:pass!word, pass%21word"))
        .doesNotContain("0123456789abcdef", "topsecret", "pass!word", "pass%21word");
  }
}
