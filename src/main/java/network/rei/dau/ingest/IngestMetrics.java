package network.rei.dau.ingest;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import network.rei.dau.chain.ChainException;
import network.rei.dau.observability.instrument.CounterMap;
import network.rei.dau.observability.instrument.Histogram;

/**
 * What this node counted of ingest since its start; read by any thread. Blocks are counted where
 * they were fetched; runs, reorganisations and failures by the supervisor, on the node where it is.
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
  private final CounterMap<String> failures =
      CounterMap.ofTexts(
          Stream.concat(
                  Stream.of(ChainException.Kind.values()).map(ChainException.Kind::label),
                  Stream.of(
                      Failures.STORE,
                      Failures.STALE_EPOCH,
                      Failures.REORGANISED,
                      Failures.CHAIN_RESET,
                      Failures.INTERNAL))
              .toArray(String[]::new));
  private final LongAdder reorganisations = new LongAdder();
  private final LongAdder replaced = new LongAdder();

  /** Nothing yet. */
  public IngestMetrics() {
    for (IngestStatus.Result result : IngestStatus.Result.values()) {
      runs.of(result);
    }
  }

  /** A result as it is written. */
  public static String label(IngestStatus.Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }

  void chunkEnded(ChunkOutcome outcome) {
    if (outcome instanceof ChunkOutcome.Stored stored) {
      chunks.increment("stored");
      blocks.add(stored.blocksFetched());
    } else {
      chunks.increment("gave_up");
    }
  }

  void runEnded(IngestStatus.Result result, Duration took) {
    runs.increment(result);
    runTimes.record(took.toNanos());
  }

  void repaired(int records) {
    reorganisations.increment();
    replaced.add(records);
  }

  /** Blocks fetched and stored by this node. */
  public LongAdder blocks() {
    return blocks;
  }

  /** Chunks that this node worked on, by how that ended: stored or gave_up. */
  public CounterMap<String> chunks() {
    return chunks;
  }

  /** Runs by how they ended. */
  public CounterMap<IngestStatus.Result> runs() {
    return runs;
  }

  /** How long runs took. */
  public Histogram runTimes() {
    return runTimes;
  }

  /** Failures of attempts, of runs and of following the head, by type. */
  public CounterMap<String> failures() {
    return failures;
  }

  /** How often the newer branch of a forked chain was taken. */
  public LongAdder reorganisations() {
    return reorganisations;
  }

  /** Records that were replaced by it. */
  public LongAdder replaced() {
    return replaced;
  }
}
