package network.rei.dau.http.ratelimit;

import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsSource;

/**
 * How much one client may ask for: settings {@code rei-dau.http.rate-limit} and {@code
 * rei-dau.http.trusted-proxies}.
 *
 * @param requestsPerMinute of one client; 0 for no limit
 * @param trustedProxies how many proxies stand before the service that each add to {@code
 *     X-Forwarded-For} whom they got a request from; 0 where clients connect themselves
 */
public record RateLimitSettings(int requestsPerMinute, int trustedProxies) {

  /** No client is limited. */
  public static final RateLimitSettings OFF = new RateLimitSettings(0, 0);

  private static final String RATE_LIMIT = "rei-dau.http.rate-limit";
  private static final String TRUSTED_PROXIES = "rei-dau.http.trusted-proxies";

  public RateLimitSettings {
    Check.between(RATE_LIMIT, requestsPerMinute, 0, 1_000_000);
    Check.between(TRUSTED_PROXIES, trustedProxies, 0, 10);
  }

  /** Reads both. */
  public static RateLimitSettings from(SettingsSource source) {
    return new RateLimitSettings(source.number(RATE_LIMIT), source.number(TRUSTED_PROXIES));
  }

  public boolean isOn() {
    return requestsPerMinute > 0;
  }
}
