package network.rei.dau.chain;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import network.rei.dau.chain.proof.ProofLevel;
import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;

/**
 * The settings of the JSON-RPC calls ({@code rei-dau.rpc} and {@code rei-dau.chain}).
 *
 * @param urls http or https, at least one, for requests; ws or wss for announcements of new heads
 * @param chainId the chain that every endpoint must serve
 * @param timeout of one HTTP request, from the connection to the end of the response
 * @param maxBatchSize upper bound of the blocks that one HTTP request asks for
 * @param maxInFlight upper bound of the HTTP requests in flight at one endpoint
 * @param maxRequestsPerSecond limit of HTTP requests to all endpoints together; 0 for none
 * @param attempts tries of one call before it fails
 * @param backoff wait before the second try; it doubles with each further one, with jitter
 * @param clockBound bounds the timestamp of a head
 * @param memoryShare share of the maximum heap that blocks may take until they are stored
 * @param verify what is proven of the transactions of each block
 */
public record RpcSettings(
    List<URI> urls,
    long chainId,
    Duration timeout,
    int maxBatchSize,
    int maxInFlight,
    double maxRequestsPerSecond,
    int attempts,
    Duration backoff,
    ClockBound clockBound,
    double memoryShare,
    ProofLevel verify) {

  private static final String KEY = "rei-dau.rpc.";
  private static final int SHOWN = 8;

  public RpcSettings {
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new SettingsException(KEY + "urls", "", "at least one URL is needed");
    }
    if (requestUrls(urls).isEmpty()) {
      throw new SettingsException(
          KEY + "urls",
          urls.stream().map(url -> EndpointName.of(url).toString()).collect(joining(",")),
          "at least one http or https URL is needed; ws and wss URLs only announce new heads");
    }
    Check.between("rei-dau.chain.id", chainId, 1, Long.MAX_VALUE);
    Check.between(KEY + "timeout", timeout, Duration.ofMillis(10), Duration.ofMinutes(10));
    Check.between(KEY + "max-batch-size", maxBatchSize, 1, 10_000);
    Check.between(KEY + "max-in-flight", maxInFlight, 1, 256);
    Check.between(KEY + "max-requests-per-second", maxRequestsPerSecond, 0, 100_000);
    Check.between(KEY + "attempts", attempts, 1, 100);
    Check.between(KEY + "backoff", backoff, Duration.ofMillis(1), Duration.ofMinutes(10));
    Check.between(KEY + "memory-share", memoryShare, 0.01, 0.9);
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
        source.time(KEY + "backoff"),
        ClockBound.from(source),
        source.fraction(KEY + "memory-share"),
        verify(source.text(KEY + "verify")));
  }

  private static ProofLevel verify(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "none" -> ProofLevel.NONE;
      case "roots" -> ProofLevel.ROOTS;
      case "senders" -> ProofLevel.SENDERS;
      default ->
          throw new SettingsException(KEY + "verify", text, "allowed are none, roots and senders");
    };
  }

  /**
   * Returns the configuration of the actor system with one thread in the dispatcher of the HTTP
   * requests for each request that may be in flight.
   */
  public Config withDispatcher(Config akka) {
    return akka.withValue(
        "rei-dau-dispatchers.rpc.thread-pool-executor.fixed-pool-size",
        ConfigValueFactory.fromAnyRef(maxInFlight * requestUrls().size()));
  }

  /** Returns the URLs of the endpoints that requests are sent to, http or https. */
  public List<URI> requestUrls() {
    return requestUrls(urls);
  }

  /** Returns the URLs of the endpoints that announce new heads, ws or wss. */
  public List<URI> subscriptionUrls() {
    return urls.stream().filter(RpcSettings::isWebSocket).toList();
  }

  private static List<URI> requestUrls(List<URI> urls) {
    return urls.stream().filter(url -> !isWebSocket(url)).toList();
  }

  private static boolean isWebSocket(URI url) {
    return url.getScheme().regionMatches(true, 0, "ws", 0, 2);
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      if (EndpointName.isUrl(text)) {
        return url;
      }
    } catch (URISyntaxException e) {
      // The exception repeats the URL, which may hold a key; the one below shows only its start.
    }
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    throw new SettingsException(KEY + "urls", shown, "an http, https, ws or wss URL is needed");
  }

  /** Returns a text without the secrets that URLs may hold. */
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
