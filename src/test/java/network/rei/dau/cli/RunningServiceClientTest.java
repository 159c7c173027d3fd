package network.rei.dau.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.Settings;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.storage.files.FolderInUseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningServiceClientTest {

  @TempDir Path folder;

  @Test
  void shouldNotSendTheTokenToAnotherMachine() {
    assertThatThrownBy(() -> clientOf("http://192.0.2.1:3000"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("its lock file names http://192.0.2.1:3000")
        .hasMessageContaining("the token was not sent");
  }

  @Test
  void shouldSendTheTokenToTheServiceOfThisMachine() {
    assertThat(clientOf("http://127.0.0.1:3000")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:3000",
        "http://127.0.0.1:3001",
        "http://127.0.0.2:3001",
        "http://[::1]:3001"
      })
  void shouldKnowAddressesOfThisMachine(URI uri) {
    assertThat(RunningServiceClient.isOnThisMachine(uri)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://192.0.2.1:3000",
        "http://[2001:db8::1]:3000",
        "http://localhost.example.com:3000",
        "http://localhost@192.0.2.1:3000",
        "http://127.0.0.1@192.0.2.1:3000",
        "http://user@localhost:3000",
        "https://localhost:3000",
        "ftp://localhost/",
        "http://0x7f000001:3000",
        "file:/etc/passwd",
        "nonsense",
        "/path"
      })
  void shouldRefuseEverythingElse(URI uri) {
    assertThat(RunningServiceClient.isOnThisMachine(uri)).isFalse();
  }

  private RunningServiceClient clientOf(String announced) {
    Settings settings =
        Settings.from(
            SettingsSource.load(Optional.empty(), folder, Map.of())
                .with(Map.of("rei-dau.admin.token", "0123456789abcdef")));
    return RunningServiceClient.of(
        new FolderInUseException(folder, "4711", Optional.of(URI.create(announced))), settings);
  }
}
