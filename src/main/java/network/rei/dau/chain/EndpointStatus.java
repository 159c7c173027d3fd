package network.rei.dau.chain;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state of one endpoint at one moment.
 *
 * @param name its URL without user, password, path secrets and query
 * @param state whether it takes requests
 * @param inFlight HTTP requests in flight
 * @param concurrency HTTP requests that may be in flight at once
 * @param batchSize blocks that one HTTP request may ask for
 * @param latency a moving average of the duration of a request; empty before the first response
 * @param requests HTTP requests that were answered or failed since the start
 * @param errors requests that failed as a whole or in part
 * @param lastError the last failure, as text for operators
 * @param head the number of the newest block that it named; empty if it was not asked yet
 * @param lagging whether that block is behind the head of the chain by more than 3 blocks and 10
 *     seconds; it then serves the blocks that it has, but is not asked for the head
 * @param servesFrom the lowest block that it is known to serve; empty if it is not known to lack
 *     any
 * @param unverifiedBlocks blocks that it served and whose list of transactions could not be
 *     verified
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
    Optional<String> lastError,
    OptionalLong head,
    boolean lagging,
    OptionalLong servesFrom,
    long unverifiedBlocks) {

  /** Whether an endpoint takes requests. */
  public enum State {
    /** It takes requests, perhaps after a pause that it asked for (429). */
    HEALTHY,
    /** It gets no requests for some time after failures; then one request probes it. */
    COOLING_DOWN,
    /** It serves another chain and is not used. */
    REFUSED;

    /** Returns the lower-case name for JSON and metrics. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
