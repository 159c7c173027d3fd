package network.rei.dau.observability.metrics;

import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;

/**
 * The settings {@code rei-dau.metrics}.
 *
 * @param kamonNames whether the metrics of actors are exported under the names of Kamon, too
 */
public record MetricSettings(boolean kamonNames) {

  private static final String KAMON_NAMES = "rei-dau.metrics.kamon-names";

  /**
   * Reads the settings.
   *
   * @throws SettingsException if one is invalid
   */
  public static MetricSettings from(SettingsSource source) {
    String text = source.text(KAMON_NAMES).strip();
    return switch (text) {
      case "true", "on" -> new MetricSettings(true);
      case "false", "off" -> new MetricSettings(false);
      default -> throw new SettingsException(KAMON_NAMES, text, "must be on or off");
    };
  }
}
