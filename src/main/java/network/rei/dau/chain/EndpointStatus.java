package network.rei.dau.chain;

import java.time.Duration;
import java.util.Optional;

/**
 * One endpoint, as it stands now.
 *
 * @param name its URL without user, password, path secrets and query
 * @param state what it is used for at present
 * @param inFlight requests under way
 * @param concurrency how many may be under way at once
 * @param batchSize how many blocks it is asked for in one request
 * @param latency a moving average of a request's time; empty before the first answer
 * @param requests answered or failed since the start
 * @param errors of those, the failed ones
 * @param lastError what failed last, for people
 */
public record EndpointStatus(
    String name,
    State state,
    int inFlight,
    int concurrency,
    int batchSize,
    Optional<Duration> latency,
    long requests,
    long errors,
    Optional<String> lastError) {

  /** What an endpoint is used for. */
  public enum State {
    /** Takes work. */
    HEALTHY,
    /** Left alone for a while after failures, then tried again. */
    COOLING_DOWN,
    /** Serves another chain: not used. */
    REFUSED
  }
}
