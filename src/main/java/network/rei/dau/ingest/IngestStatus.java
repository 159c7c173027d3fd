package network.rei.dau.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.cluster.CborSerializable;

/**
 * How ingest stands, for {@code /health} and people.
 *
 * @param processing whether a run is under way (following the head is not a run)
 * @param head the newest block that we take; empty until an endpoint answered
 * @param lastRun the last run that ended; empty before
 * @param progress of the run under way, once it is planned
 * @param missingChunks indexes of chunks within the retention that the last run, or following the
 *     head since, gave up; ascending
 * @param errors failures since the last run began, by type
 * @param problems why ingest is degraded, a sentence each; empty if it is not
 * @param endpoints the chain's endpoints
 */
public record IngestStatus(
    boolean processing,
    OptionalLong head,
    Optional<LastRun> lastRun,
    Optional<Progress> progress,
    List<Long> missingChunks,
    Map<String, Long> errors,
    List<String> problems,
    List<Endpoint> endpoints)
    implements CborSerializable {

  /**
   * A run that ended.
   *
   * @param result completed, incomplete (chunks are missing) or failed (no run was possible)
   */
  public record LastRun(Instant started, Instant finished, Result result, Optional<String> error) {}

  /**
   * How far a run is.
   *
   * @param blocksFetched so far
   * @param blocksLeft still to be fetched; grows with the chain
   * @param since when it began
   * @param day before the retention, that it fetches beside what is missing in it
   * @param daysLeft how many such days there are, this one included
   */
  public record Progress(
      long blocksFetched, long blocksLeft, Instant since, Optional<LocalDate> day, int daysLeft) {}

  /** How a run ended. */
  public enum Result {
    COMPLETED,
    INCOMPLETE,
    FAILED
  }

  /**
   * An endpoint of the chain; its name carries no secrets.
   *
   * @param state healthy, cooling_down or refused
   */
  public record Endpoint(
      String name,
      String state,
      Optional<Duration> latency,
      long requests,
      long errors,
      Optional<String> lastError) {}
}
