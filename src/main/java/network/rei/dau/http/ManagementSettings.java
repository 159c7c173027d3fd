package network.rei.dau.http;

import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;

/**
 * Settings {@code rei-dau.management}: the port of probes, metrics and operations, which requests
 * to the API cannot exhaust.
 *
 * @param host address to listen on
 * @param port to listen on; 0 serves these routes on the port of the API
 */
public record ManagementSettings(String host, int port) {

  /** No port of its own. */
  public static final ManagementSettings OFF = new ManagementSettings("127.0.0.1", 0);

  private static final String KEY = "rei-dau.management.";

  public ManagementSettings {
    if (host.isBlank()) {
      throw new SettingsException(KEY + "host", host, "an address to listen on is needed");
    }
    Check.between(KEY + "port", port, 0, 65_535);
  }

  static ManagementSettings from(SettingsSource source) {
    return new ManagementSettings(source.text(KEY + "host"), source.number(KEY + "port"));
  }

  /** Returns whether the routes of operators have a port of their own. */
  public boolean isOn() {
    return port > 0;
  }
}
