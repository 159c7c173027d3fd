package network.rei.dau.http.admin;

import java.util.Optional;
import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;

/**
 * Settings {@code rei-dau.admin}: who may have operations done by HTTP, and where.
 *
 * @param token that requests must carry; empty for no operations by HTTP
 * @param host address to listen on, where there is a port of its own
 * @param port of its own; 0 for the same as everything else
 */
public record AdminSettings(Optional<String> token, String host, int port) {

  /** No operations by HTTP. */
  public static final AdminSettings OFF = new AdminSettings(Optional.empty(), "127.0.0.1", 0);

  private static final String KEY = "rei-dau.admin.";

  /** So that nobody finds it out by trying: 16 letters and digits are more than 80 bits. */
  private static final int SHORTEST = 16;

  private static final int LONGEST = 1024;

  /** Refuses what is out of bounds, without showing a token. */
  public AdminSettings {
    token = token.filter(text -> !text.isEmpty());
    token
        .filter(text -> !text.matches("[\\x21-\\x7e]{" + SHORTEST + "," + LONGEST + "}"))
        .ifPresent(
            wrong -> {
              throw new SettingsException(
                  KEY + "token",
                  "*".repeat(3),
                  "%d to %d letters, digits and signs without spaces are needed, it has %d"
                      .formatted(SHORTEST, LONGEST, wrong.length()));
            });
    if (host.isBlank()) {
      throw new SettingsException(KEY + "host", host, "an address to listen on is needed");
    }
    Check.between(KEY + "port", port, 0, 65_535);
  }

  /** Reads {@code rei-dau.admin}. */
  public static AdminSettings from(SettingsSource source) {
    return new AdminSettings(
        Optional.of(source.text(KEY + "token").strip()),
        source.text(KEY + "host"),
        source.number(KEY + "port"));
  }

  /** Whether operations are taken at all. */
  public boolean isOn() {
    return token.isPresent();
  }

  /** Whether they are taken at a port of their own. */
  public boolean isApart() {
    return isOn() && port > 0;
  }

  /** Never with the token. */
  @Override
  public String toString() {
    return "AdminSettings[" + (isOn() ? "on" : "off") + ", " + host + ":" + port + "]";
  }
}
