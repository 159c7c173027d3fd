package network.rei.dau.chain;

import java.net.URI;
import java.time.Duration;
import java.util.List;

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

  public RpcSettings {
    urls = List.copyOf(urls);
  }
}
