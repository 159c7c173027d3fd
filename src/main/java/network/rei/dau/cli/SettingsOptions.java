package network.rei.dau.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.LogSettings;
import network.rei.dau.Settings;
import network.rei.dau.http.ServiceVersion;
import network.rei.dau.settings.SettingsSource;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The option of a command that selects its configuration file. */
class SettingsOptions {

  private static final Path DEFAULT_FILE = Path.of("application.conf");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = {
        "Configuration file in HOCON (default: application.conf in the working directory, if it"
            + " exists).",
        "The environment and a .env file take precedence."
      })
  private Path file;

  /** Reads and checks all settings. */
  Settings read() {
    return read(Map.of());
  }

  /** Reads all settings as {@link #read()} does, with some values replaced. */
  Settings read(Map<String, Object> values) {
    Optional<Path> found =
        Optional.ofNullable(file).or(() -> Optional.of(DEFAULT_FILE).filter(Files::isRegularFile));
    SettingsSource source = SettingsSource.load(found, Path.of("."), System.getenv()).with(values);
    try {
      LogSettings.from(source).apply();
      Settings settings = Settings.from(source);
      LoggerFactory.getLogger(CommandLineTool.class)
          .info(
              "rei-dau-stats {} starts as process {} on Java {} with the settings from {}",
              ServiceVersion.current(),
              ProcessHandle.current().pid(),
              Runtime.version(),
              source.report());
      return settings;
    } finally {
      source.warnings().forEach(Terminal::warning);
    }
  }

  /** Returns the options that replace settings and were given, such as {@code --rpc}. */
  List<String> replacements() {
    return List.of();
  }
}
