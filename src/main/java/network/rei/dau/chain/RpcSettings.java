package network.rei.dau.chain;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import network.rei.dau.chain.endpoint.EndpointName;
import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import okhttp3.HttpUrl;

/**
 * How the chain's endpoints are called ({@code rei-dau.rpc} and {@code rei-dau.chain}).
 *
 * @param urls http or https, at least one
 * @param chainId the chain that every endpoint must serve
 * @param timeout of one request, answer included
 * @param maxBatchSize blocks asked for in one request, at most
 * @param maxInFlight requests under way at one endpoint, at most
 * @param maxRequestsPerSecond ceiling over all endpoints; 0 for none
 * @param attempts tries of one call before it fails
 * @param backoff wait before the second try; it doubles with each further one, with jitter
 */
public record RpcSettings(
    List<URI> urls,
    long chainId,
    Duration timeout,
    int maxBatchSize,
    int maxInFlight,
    double maxRequestsPerSecond,
    int attempts,
    Duration backoff) {

  private static final String KEY = "rei-dau.rpc.";
  private static final int SHOWN = 8;

  public RpcSettings {
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new SettingsException(KEY + "urls", "", "at least one URL is needed");
    }
    Check.between("rei-dau.chain.id", chainId, 1, Long.MAX_VALUE);
    Check.between(KEY + "timeout", timeout, Duration.ofMillis(10), Duration.ofMinutes(10));
    Check.between(KEY + "max-batch-size", maxBatchSize, 1, 10_000);
    Check.between(KEY + "max-in-flight", maxInFlight, 1, 256);
    Check.between(KEY + "max-requests-per-second", maxRequestsPerSecond, 0, 100_000);
    Check.between(KEY + "attempts", attempts, 1, 100);
    Check.between(KEY + "backoff", backoff, Duration.ofMillis(1), Duration.ofMinutes(10));
  }

  /** Reads {@code rei-dau.rpc} and {@code rei-dau.chain}. */
  public static RpcSettings from(SettingsSource source) {
    return new RpcSettings(
        source.texts(KEY + "urls").stream().map(RpcSettings::url).toList(),
        source.longNumber("rei-dau.chain.id"),
        source.time(KEY + "timeout"),
        source.number(KEY + "max-batch-size"),
        source.number(KEY + "max-in-flight"),
        source.fraction(KEY + "max-requests-per-second"),
        source.number(KEY + "attempts"),
        source.time(KEY + "backoff"));
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      // OkHttp's reading, not java.net's: that one sees no host where there is an underscore in it.
      if (HttpUrl.parse(text) != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // said below, without the text of the exception, which repeats the URL
    }
    // No more of it than tells what it is: the rest may be a key.
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    throw new SettingsException(KEY + "urls", shown, "an http or https URL is needed");
  }

  /** Without the secrets that URLs may hold. */
  @Override
  public String toString() {
    return "RpcSettings[urls="
        + urls.stream().map(EndpointName::of).toList()
        + ", chainId="
        + chainId
        + ", timeout="
        + timeout
        + "]";
  }
}
