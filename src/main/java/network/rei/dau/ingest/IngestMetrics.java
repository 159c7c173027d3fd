package network.rei.dau.ingest;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import network.rei.dau.ingest.run.ChunkOutcome;
import network.rei.dau.observability.instrument.CounterMap;
import network.rei.dau.observability.instrument.Histogram;

/**
 * Counts ingest on this node since its start; any thread may read it. Blocks are counted on the
 * node that fetched them; runs, reorganisations and failures on the node of the supervisor.
 */
public final class IngestMetrics {

  private final LongAdder blocks = new LongAdder();
  private final CounterMap<String> chunks = CounterMap.ofTexts("stored", "gave_up");
  private final CounterMap<IngestStatus.Result> runs = new CounterMap<>(IngestMetrics::label);
  private final Histogram runTimes =
      Histogram.ofTimes(
          Stream.of(1, 5, 15, 60, 300, 900, 3600, 14_400)
              .map(Duration::ofSeconds)
              .toArray(Duration[]::new));
  private final CounterMap<IngestFailureType> failures = new CounterMap<>(IngestFailureType::label);
  private final LongAdder reorganisations = new LongAdder();
  private final LongAdder replacedRecords = new LongAdder();
  private volatile Set<WorkerObstacle> obstacles = Set.of();

  /** Starts each counter that is known beforehand at 0. */
  public IngestMetrics() {
    for (IngestStatus.Result result : IngestStatus.Result.values()) {
      runs.of(result);
    }
    for (IngestFailureType type : IngestFailureType.values()) {
      failures.of(type);
    }
  }

  /** Returns the label of a result in metrics and JSON. */
  public static String label(IngestStatus.Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }

  void chunkEnded(ChunkOutcome outcome) {
    if (outcome instanceof ChunkOutcome.Stored stored) {
      chunks.increment("stored");
      blocks.add(stored.blocksFetched());
    } else {
      chunks.increment("gave_up");
      blocks.add(((ChunkOutcome.GaveUp) outcome).blocksFetched());
    }
  }

  public void runEnded(IngestStatus.Result result, Duration took) {
    runs.increment(result);
    runTimes.record(took.toNanos());
  }

  public void repaired(int records, long blocksFetched) {
    reorganisations.increment();
    blocks.add(blocksFetched);
    replacedRecords.add(records);
  }

  /** Records what prevents this node from fetching from now on. */
  public void obstacles(Set<WorkerObstacle> current) {
    obstacles = current;
  }

  /** Returns why this node receives no chunks while other nodes of the cluster can fetch them. */
  public Set<WorkerObstacle> obstacles() {
    return obstacles;
  }

  /** Returns the number of blocks that this node has fetched and stored. */
  public LongAdder blocks() {
    return blocks;
  }

  /** Returns the number of chunks that this node worked on, by outcome: stored or gave_up. */
  public CounterMap<String> chunks() {
    return chunks;
  }

  /** Returns the number of runs, by result. */
  public CounterMap<IngestStatus.Result> runs() {
    return runs;
  }

  /** Returns the durations of runs. */
  public Histogram runTimes() {
    return runTimes;
  }

  /** Returns the number of failures of attempts, of runs and of following the head, by type. */
  public CounterMap<IngestFailureType> failures() {
    return failures;
  }

  /** Returns how often records were replaced after a reorganisation. */
  public LongAdder reorganisations() {
    return reorganisations;
  }

  /** Returns the number of records that were replaced after reorganisations. */
  public LongAdder replaced() {
    return replacedRecords;
  }
}
