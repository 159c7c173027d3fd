package network.rei.dau.ingest;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.cluster.CborSerializable;

/**
 * The status of ingest.
 *
 * @param processing whether a run is in progress (following the head is not a run)
 * @param head the newest block to fetch; empty until an endpoint answered
 * @param lastRun the last run that ended; empty before the first
 * @param progress the progress of the run, once it is planned
 * @param missingChunks the indexes of the chunks within the retention that the last run, or
 *     following the head since then, gave up; ascending
 * @param errors the number of failures since the start of the last run, by type
 * @param problems why ingest is degraded, a sentence each; empty if it is not
 * @param endpoints the endpoints of the chain
 * @param backfillFrom the first day of the backfill that was requested and has not ended; also
 *     while no day of it is being fetched
 */
public record IngestStatus(
    boolean processing,
    OptionalLong head,
    Optional<LastRun> lastRun,
    Optional<Progress> progress,
    List<Long> missingChunks,
    Map<String, Long> errors,
    List<String> problems,
    List<EndpointStatus> endpoints,
    Optional<LocalDate> backfillFrom)
    implements CborSerializable {

  /** Creates a status without a requested backfill. */
  public IngestStatus(
      boolean processing,
      OptionalLong head,
      Optional<LastRun> lastRun,
      Optional<Progress> progress,
      List<Long> missingChunks,
      Map<String, Long> errors,
      List<String> problems,
      List<EndpointStatus> endpoints) {
    this(
        processing,
        head,
        lastRun,
        progress,
        missingChunks,
        errors,
        problems,
        endpoints,
        Optional.empty());
  }

  /**
   * Returns the first day before the retention whose records and addresses are needed, because it
   * is being fetched or a later run of the backfill fetches it.
   */
  public Optional<LocalDate> neededFrom() {
    return backfillFrom.or(() -> progress.flatMap(Progress::day));
  }

  /**
   * A run that ended.
   *
   * @param result how it ended
   * @param error why it failed, as a sentence
   */
  public record LastRun(Instant started, Instant finished, Result result, Optional<String> error) {}

  /**
   * The progress of a run.
   *
   * @param blocksFetched the number of blocks fetched so far
   * @param blocksLeft the number of blocks to fetch; it grows with the chain
   * @param since when the run started
   * @param day the day before the retention that the run fetches
   * @param daysLeft the number of such days that are left, including this one
   */
  public record Progress(
      long blocksFetched, long blocksLeft, Instant since, Optional<LocalDate> day, int daysLeft) {}

  /** How a run ended. */
  public enum Result {
    /** Everything is stored. */
    COMPLETED,
    /** Some chunks are missing. */
    INCOMPLETE,
    /** The run could not be made. */
    FAILED
  }
}
