package network.rei.dau.http.v1.events;

import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsSource;

/**
 * The limits of open event streams: settings {@code rei-dau.http.max-event-streams} and {@code
 * rei-dau.http.max-event-streams-per-client}.
 *
 * @param inAll of all clients together
 * @param perClient of one client
 */
public record EventStreamSettings(int inAll, int perClient) {

  private static final String IN_ALL = "rei-dau.http.max-event-streams";
  private static final String PER_CLIENT = "rei-dau.http.max-event-streams-per-client";
  private static final int MAX = 100_000;

  public EventStreamSettings {
    Check.between(IN_ALL, inAll, 1, MAX);
    Check.between(PER_CLIENT, perClient, 1, MAX);
  }

  /** Reads both settings. */
  public static EventStreamSettings from(SettingsSource source) {
    return new EventStreamSettings(source.number(IN_ALL), source.number(PER_CLIENT));
  }
}
