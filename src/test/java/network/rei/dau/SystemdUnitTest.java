package network.rei.dau;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.rei.dau.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the unit in {@code deploy/systemd} against the behaviour of the service. */
class SystemdUnitTest {

  private static final Path UNIT = Path.of("deploy/systemd/rei-dau-stats.service");
  private static final Pattern EXPOSURE = Pattern.compile("Overall exposure level.*: ([0-9.]+)");

  @TempDir Path folder;

  @Test
  void shouldHandleEveryExitCode() throws IOException {
    Map<String, String> unit = unit();

    assertThat(unit)
        .containsEntry("Type", "exec")
        .containsEntry("Restart", "on-failure")
        .containsEntry("SuccessExitStatus", "143")
        .containsEntry("RestartPreventExitStatus", "2")
        .containsEntry("RestartForceExitStatus", "75");
    assertThat(unit.get("ExecStart")).endsWith("/bin/rei-dau-stats serve");
  }

  @Test
  void shouldWaitLongerThanAStopTakes() throws IOException {
    Settings settings = Settings.from(SettingsSource.load(Optional.empty(), folder, Map.of()));
    Duration stopping =
        settings.http().drainTime().plus(settings.http().stopTimeout().multipliedBy(2));

    assertThat(Duration.ofSeconds(Long.parseLong(unit().get("TimeoutStopSec"))))
        .isGreaterThanOrEqualTo(stopping.multipliedBy(2));
  }

  @Test
  void shouldLetTheServiceWriteOnlyInItsFolder() throws IOException {
    Map<String, String> unit = unit();

    assertThat(unit).containsEntry("ProtectSystem", "strict").doesNotContainKey("ReadWritePaths");
    assertThat(unit.get("Environment")).isEqualTo("CACHE_DIR=%S/" + unit.get("StateDirectory"));
  }

  @Test
  void shouldBeAcceptedBySystemd() throws Exception {
    assumeThat(Path.of("/usr/bin/systemd-analyze")).isExecutable();
    Path unit =
        Files.writeString(
            folder.resolve(UNIT.getFileName()),
            Files.readString(UNIT).replace("/opt/rei-dau-stats/bin/rei-dau-stats", "/bin/true"));

    assertThat(said("verify", "--man=no", unit.toString())).isEmpty();
    Matcher exposure =
        EXPOSURE.matcher(said("security", "--offline=true", "--no-pager", unit.toString()));
    assertThat(exposure.find()).isTrue();
    assertThat(Double.parseDouble(exposure.group(1))).isLessThan(2);
  }

  private static String said(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/systemd-analyze"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** Returns the settings of the unit; repeated settings are joined. */
  private static Map<String, String> unit() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    for (String line : Files.readAllLines(UNIT)) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        settings.merge(
            line.substring(0, equals), line.substring(equals + 1), (all, one) -> all + " " + one);
      }
    }
    return settings;
  }
}
