package network.rei.dau;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.CoordinatedShutdown;
import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.observability.log.CapturedLog;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {

  @Test
  void shouldReturnAUrlForAddressesOfBothFamilies() throws UnknownHostException {
    assertThat(Service.localUrl(at("127.0.0.1"))).hasToString("http://127.0.0.1:3000");
    assertThat(Service.localUrl(at("0.0.0.0"))).hasToString("http://localhost:3000");
    assertThat(Service.localUrl(at("::1")))
        .hasToString("http://[0:0:0:0:0:0:0:1]:3000")
        .hasHost("[0:0:0:0:0:0:0:1]");
  }

  @Test
  void shouldLogWhyItStops(@TempDir Path folder) {
    Service service =
        Service.onDemand(
            Settings.from(
                SettingsSource.load(
                    Optional.empty(),
                    folder,
                    Map.of("CACHE_DIR", folder.resolve("cache").toString()))),
            Clock.systemUTC());
    try (CapturedLog log = CapturedLog.of(Service.class.getName(), Level.INFO)) {
      service.stop();

      assertThat(log.lines())
          .containsExactly("INFO The service stops because the command has ended");
    }
  }

  @Test
  void shouldNameTheReasonsOfAkka() {
    assertThat(StopReason.clause(Optional.of(CoordinatedShutdown.jvmExitReason())))
        .isEqualTo("the process has received SIGTERM or SIGINT (Ctrl-C)");
    assertThat(StopReason.clause(Optional.of(CoordinatedShutdown.clusterDowningReason())))
        .contains("removed it");
    assertThat(StopReason.clause(Optional.of(StopReason.START_FAILED)))
        .isEqualTo("the start has failed");
  }

  @Test
  void shouldNotTouchTheStoreWhenTheLabelsCannotBeUsed(@TempDir Path folder) throws IOException {
    Path labels = folder.resolve("labels.csv");
    Files.writeString(labels, "address,name,group,url\n0x12,A,,\n");
    Path cache = folder.resolve("cache");
    Settings settings =
        Settings.from(
            SettingsSource.load(Optional.empty(), folder, Map.of())
                .with(
                    Map.of(
                        "rei-dau.labels",
                        labels.toString(),
                        "rei-dau.store.cache-dir",
                        cache.toString())));

    assertThatThrownBy(() -> Service.onDemand(settings, Clock.systemUTC()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("labels.csv': line 2: address is '0x12'");
    assertThat(cache).doesNotExist();
  }

  private static InetSocketAddress at(String ip) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(ip), 3000);
  }
}
