package network.rei.dau.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.chain.proof.ProofLevel;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import org.junit.jupiter.api.Test;

class RpcSettingsTest {

  @Test
  void shouldSendRequestsToHttpUrlsAndSubscribeToWebSocketUrls() {
    RpcSettings settings = settings("wss://a.example/ws,https://b.example,ws://c.example:8546");

    assertThat(settings.requestUrls()).isEqualTo(List.of(URI.create("https://b.example")));
    assertThat(settings.subscriptionUrls())
        .isEqualTo(List.of(URI.create("wss://a.example/ws"), URI.create("ws://c.example:8546")));
  }

  @Test
  void shouldNeedAnHttpUrlForRequests() {
    assertThatThrownBy(() -> settings("wss://me:secret@a.example/ws"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("wss://a.example/ws")
        .hasMessageContaining("at least one http or https URL is needed")
        .hasMessageNotContaining("secret");
  }

  @Test
  void shouldProveRootsUnlessAnotherLevelIsSet() {
    assertThat(settings(Map.of()).verify()).isEqualTo(ProofLevel.ROOTS);
    assertThat(settings(Map.of("REI_DAU_RPC_VERIFY", "none")).verify()).isEqualTo(ProofLevel.NONE);
    assertThat(settings(Map.of("REI_DAU_RPC_VERIFY", "Senders")).verify())
        .isEqualTo(ProofLevel.SENDERS);
    assertThatThrownBy(() -> settings(Map.of("REI_DAU_RPC_VERIFY", "all")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("allowed are none, roots and senders");
  }

  private static RpcSettings settings(String urls) {
    return settings(Map.of("REI_RPC_URL", urls));
  }

  private static RpcSettings settings(Map<String, String> environment) {
    return RpcSettings.from(SettingsSource.load(Optional.empty(), Path.of("none"), environment));
  }
}
