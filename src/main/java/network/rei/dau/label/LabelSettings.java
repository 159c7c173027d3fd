package network.rei.dau.label;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;

/**
 * The setting {@code rei-dau.labels}.
 *
 * @param file in which addresses have names; empty for none
 */
public record LabelSettings(Optional<Path> file) {

  static final String KEY = "rei-dau.labels";

  /**
   * Reads the setting.
   *
   * @throws SettingsException if it is no path
   */
  public static LabelSettings from(SettingsSource source) {
    String text = source.text(KEY);
    try {
      return new LabelSettings(
          text.isBlank() ? Optional.empty() : Optional.of(Path.of(text.strip())));
    } catch (InvalidPathException e) {
      throw new SettingsException(KEY, text, "the path of a file is needed, or nothing");
    }
  }
}
