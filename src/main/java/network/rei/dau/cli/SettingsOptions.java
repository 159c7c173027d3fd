package network.rei.dau.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.LogSettings;
import network.rei.dau.Settings;
import network.rei.dau.settings.SettingsSource;
import picocli.CommandLine.Option;

/** Where a command's settings come from. */
final class SettingsOptions {

  private static final Path DEFAULT_FILE = Path.of("application.conf");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = {
        "Settings in HOCON. Without it application.conf is read, if the working folder has one.",
        "The environment and a .env file go over it."
      })
  private Path file;

  /** Reads and checks all settings. */
  Settings read() {
    return read(Map.of());
  }

  /** As {@link #read()}, with these values over everything. */
  Settings read(Map<String, Object> values) {
    Optional<Path> found =
        Optional.ofNullable(file).or(() -> Optional.of(DEFAULT_FILE).filter(Files::isRegularFile));
    SettingsSource source = SettingsSource.load(found, Path.of("."), System.getenv()).with(values);
    LogSettings.from(source).apply();
    return Settings.from(source);
  }
}
