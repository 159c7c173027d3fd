package network.rei.dau.http.admin;

import java.util.Optional;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;

/**
 * Settings {@code rei-dau.admin}.
 *
 * @param token the token that requests of operations must carry; empty to refuse operations by HTTP
 */
public record AdminSettings(Optional<String> token) {

  /** No operations by HTTP. */
  public static final AdminSettings OFF = new AdminSettings(Optional.empty());

  private static final String KEY = "rei-dau.admin.";

  /** A token of 16 letters and digits has more than 80 bits, too many to try. */
  private static final int MIN_LENGTH = 16;

  private static final int MAX_LENGTH = 1024;

  /** Refuses a value out of bounds; the message does not contain the token. */
  public AdminSettings {
    token = token.filter(text -> !text.isEmpty());
    token
        .filter(text -> !text.matches("[\\x21-\\x7e]{" + MIN_LENGTH + "," + MAX_LENGTH + "}"))
        .ifPresent(
            wrong -> {
              throw new SettingsException(
                  KEY + "token",
                  "*".repeat(3),
                  "%d to %d letters, digits and signs without spaces are needed, it has %d"
                      .formatted(MIN_LENGTH, MAX_LENGTH, wrong.length()));
            });
  }

  /**
   * Reads {@code rei-dau.admin}.
   *
   * @throws SettingsException also if a setting is used that {@code rei-dau.management} replaced
   */
  public static AdminSettings from(SettingsSource source) {
    for (String replaced : new String[] {"host", "port"}) {
      String value = source.text(KEY + replaced);
      if (!value.isEmpty()) {
        throw new SettingsException(
            KEY + replaced, value, "rei-dau.management." + replaced + " has replaced this setting");
      }
    }
    return new AdminSettings(Optional.of(source.text(KEY + "token").strip()));
  }

  /** Returns whether operations are accepted. */
  public boolean isOn() {
    return token.isPresent();
  }

  /** Returns a text without the token. */
  @Override
  public String toString() {
    return "AdminSettings[" + (isOn() ? "on" : "off") + "]";
  }
}
