package network.rei.dau;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import network.rei.dau.observability.log.JdkLogHandler;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import org.slf4j.LoggerFactory;

/**
 * The settings of the log ({@code rei-dau.log}).
 *
 * @param level the lowest level that is logged; empty for the default of the command
 * @param format {@code text} or {@code json}
 */
public record LogSettings(Optional<String> level, String format) {

  private static final String KEY = "rei-dau.log.";
  private static final List<String> LEVELS = List.of("OFF", "ERROR", "WARN", "INFO", "DEBUG");
  private static final String JSON = "json";
  private static final List<String> FORMATS = List.of("text", JSON);
  private static final String FORMAT_PROPERTY = "rei-dau.log-format";

  /**
   * @throws SettingsException that names the key, the value and the allowed values
   */
  public LogSettings {
    level =
        level
            .map(text -> text.strip().toUpperCase(Locale.ROOT))
            .filter(text -> !text.isEmpty())
            .map(text -> oneOf(KEY + "level", text, LEVELS));
    format = oneOf(KEY + "format", format.strip().toLowerCase(Locale.ROOT), FORMATS);
  }

  /** Reads {@code rei-dau.log}. */
  public static LogSettings from(SettingsSource source) {
    return new LogSettings(Optional.of(source.text(KEY + "level")), source.text(KEY + "format"));
  }

  /**
   * Applies the settings, which takes effect only before the first log event. From then on,
   * exceptions that end a thread are logged, too, instead of printed, and so is the JDK's own log
   * if the format is JSON.
   */
  public void apply() {
    level.ifPresent(least -> System.setProperty("rei-dau.log-level", least));
    System.setProperty(FORMAT_PROPERTY, format);
    if (isJson()) {
      JdkLogHandler.install();
    }
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) ->
            LoggerFactory.getLogger(LogSettings.class)
                .error("The thread {} has failed", thread.getName(), failure));
  }

  /**
   * Returns whether the log is written in JSON: as the settings that were applied say, or before
   * that as the environment says.
   */
  public static boolean isJson() {
    String applied = System.getProperty(FORMAT_PROPERTY);
    return JSON.equals(applied != null ? applied : System.getenv("REI_DAU_LOG_FORMAT"));
  }

  private static String oneOf(String key, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new SettingsException(key, value, "allowed are " + String.join(", ", allowed));
    }
    return value;
  }
}
