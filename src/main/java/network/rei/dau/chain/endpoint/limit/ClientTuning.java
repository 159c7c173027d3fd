package network.rei.dau.chain.endpoint.limit;

import java.time.Duration;

/**
 * The parameters of the client that are not settings; tests make the times short.
 *
 * @param startConcurrency HTTP requests in flight at an endpoint at the start
 * @param startBatchSize calls in one HTTP request at the start
 * @param firstRetry wait before the first retry of a failure that is likely to be short
 * @param failuresBeforeCoolDown consecutive failures that open the circuit of an endpoint
 * @param coolDown how long the circuit is open for the first time; it doubles each time
 * @param longestCoolDown upper bound of that doubling
 * @param recheck how often an endpoint of another chain is asked again which chain it serves
 * @param ratePause wait after "too many requests" without a time; it doubles each time
 * @param longestRatePause upper bound of that doubling
 * @param longestRetryAfter upper bound of the time that {@code Retry-After} asks for
 */
public record ClientTuning(
    int startConcurrency,
    int startBatchSize,
    Duration firstRetry,
    int failuresBeforeCoolDown,
    Duration coolDown,
    Duration longestCoolDown,
    Duration recheck,
    Duration ratePause,
    Duration longestRatePause,
    Duration longestRetryAfter) {

  public static final ClientTuning DEFAULT =
      new ClientTuning(
          4,
          20,
          Duration.ofMillis(100),
          5,
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofMillis(250),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5));
}
