package network.rei.dau.http.v1.status;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Gap;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.http.health.ClusterView;
import network.rei.dau.http.health.HealthView;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.CoverageView;

/**
 * {@code GET /api/v1/status}: how fresh and how whole the data is, and what is done about it.
 *
 * @param availableFrom the first time from which all blocks are in memory; null if all stored
 *     blocks are
 */
public record StatusView(
    @JsonUnwrapped AsOfView asOf,
    Instant timestamp,
    @JsonUnwrapped Freshness freshness,
    CoverageView coverage,
    Instant availableFrom,
    List<GapView> gaps,
    String storeError,
    @JsonUnwrapped Ingest ingest,
    ClusterView cluster) {

  /**
   * How fresh the data is.
   *
   * @param version of the data
   * @param lagSeconds from {@code asOf} to {@code timestamp}; null if there is no block yet
   * @param stale whether that is more than it should be
   * @param head the newest block that we take; null until an endpoint answered
   * @param lagBlocks from {@code asOfBlock} to {@code head}; null if one is not known
   */
  public record Freshness(
      long version, Long lagSeconds, boolean stale, Long head, Long lagBlocks) {}

  /**
   * What ingest does; all null if it did not answer in time.
   *
   * @param processing whether a run is in progress
   * @param progress of the run; null while there is none, or it is being planned
   * @param lastRun null before the first run ended
   * @param missingChunks indexes of the chunks that the last run gave up, ascending
   * @param errors failures since the last run began, how many of each type
   * @param problems why ingest is degraded, a sentence each
   */
  public record Ingest(
      Boolean processing,
      Progress progress,
      HealthView.LastRun lastRun,
      List<Long> missingChunks,
      Map<String, Long> errors,
      List<String> problems,
      List<Endpoint> endpoints) {}

  /**
   * How far a run is.
   *
   * @param blocksLeft grows with the chain
   * @param fraction from 0 to 1
   * @param blocksPerSecond since it began; null where that is not known yet
   * @param secondsLeft at this speed; null where that is not known yet
   * @param day before the retention, that it fetches beside what is missing in it; null if none
   * @param daysLeft how many such days there are, this one included
   */
  public record Progress(
      long blocksFetched,
      long blocksLeft,
      double fraction,
      Double blocksPerSecond,
      Long secondsLeft,
      LocalDate day,
      int daysLeft) {

    /**
     * The progress after some time.
     *
     * @param millis since the run began
     */
    public static Progress of(
        long blocksFetched, long blocksLeft, long millis, Optional<LocalDate> day, int daysLeft) {
      long all = blocksFetched + blocksLeft;
      boolean measured = blocksFetched > 0 && millis > 0;
      double speed = measured ? blocksFetched * 1000.0 / millis : 0;
      return new Progress(
          blocksFetched,
          blocksLeft,
          all == 0 ? 1 : (double) blocksFetched / all,
          measured ? Math.round(speed * 10) / 10.0 : null,
          measured ? Math.round(blocksLeft / speed) : null,
          day.orElse(null),
          daysLeft);
    }
  }

  /**
   * An endpoint of the chain; its name carries no secrets.
   *
   * @param state {@code healthy}, {@code cooling_down} or {@code refused}
   * @param latencyMillis of its calls; null until it answered one
   * @param requests since the start
   * @param errors of those
   * @param lastError null if there was none
   * @param head the newest block that it named; null if it was not asked
   * @param lagging whether that block is behind the head of the chain
   * @param servesFrom the lowest block that it is known to serve; null if it is not known to lack
   *     any
   * @param unverifiedBlocks blocks whose list of transactions could not be verified
   */
  public record Endpoint(
      String name,
      String state,
      Double latencyMillis,
      long requests,
      long errors,
      String lastError,
      Long head,
      boolean lagging,
      Long servesFrom,
      long unverifiedBlocks) {}

  /**
   * Blocks that are missing between stored ones.
   *
   * @param fromBlock the first of them
   * @param toBlock the last of them
   * @param fromChunk index of the chunk that the first lies in
   * @param toChunk index of the chunk that the last lies in
   * @param after time of the stored block before
   * @param before time of the stored block after
   */
  record GapView(
      long fromBlock,
      long toBlock,
      long blocks,
      long fromChunk,
      long toChunk,
      Instant after,
      Instant before) {

    static GapView of(Gap gap) {
      return new GapView(
          gap.blocks().first(),
          gap.blocks().last(),
          gap.blocks().size(),
          gap.firstChunk(),
          gap.lastChunk(),
          Instant.ofEpochSecond(gap.after()),
          Instant.ofEpochSecond(gap.before()));
    }
  }

  /**
   * Returns the answer as of {@code timestamp}.
   *
   * @param retention the window whose coverage is reported
   * @param storeError why the store could not be read or written last time; null if it could
   * @param cluster the nodes; null for a single node
   */
  public static StatusView of(
      Ledger ledger,
      WindowActivity retention,
      String storeError,
      Instant timestamp,
      Freshness freshness,
      Ingest ingest,
      ClusterView cluster) {
    return new StatusView(
        AsOfView.of(ledger),
        timestamp,
        freshness,
        CoverageView.of(retention),
        CoverageView.time(ledger.availableFrom()),
        ledger.gaps((TimeWindow) retention.window()).stream().map(GapView::of).toList(),
        storeError,
        ingest,
        cluster);
  }
}
