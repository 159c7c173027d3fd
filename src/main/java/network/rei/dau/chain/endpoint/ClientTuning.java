package network.rei.dau.chain.endpoint;

import java.time.Duration;

/**
 * How the client behaves where the settings do not say; tests make the times short.
 *
 * @param startConcurrency requests under way at one endpoint before anything is known of it
 * @param startBatchSize blocks in one request before anything is known of the endpoint
 * @param firstRetry wait before a fault that is likely to be gone is looked at again
 * @param failuresBeforeCoolDown consecutive failures after which an endpoint is left alone
 * @param coolDown for how long, the first time; it doubles
 * @param longestCoolDown where the doubling ends
 * @param recheck after how long an endpoint of another chain is asked again which chain it serves
 * @param ratePause how long to be quiet after "too many requests" that names no time; it doubles
 * @param longestRatePause where the doubling ends
 * @param longestRetryAfter what is honoured of {@code Retry-After} at most
 */
record ClientTuning(
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

  static final ClientTuning DEFAULT =
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
