package network.rei.dau.maintenance;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.BrokenLinkException;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.proof.ProofLevel;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.ingest.IngestException;
import network.rei.dau.ingest.IngestFailureType;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.ingest.StoreClient;
import network.rei.dau.ingest.history.HistoryRetention;
import network.rei.dau.stats.StatsStore;

/**
 * What operators request for the stored records: comparing them with the chain, fetching blocks
 * again, pruning. It commits under the epoch of the current writer, so that a run in progress goes
 * on. Stages fail with an exception whose message is a sentence for the operator.
 */
public final class RecordMaintenance {

  /** A commit holds all records that it replaces, so their number is limited. */
  static final int MAX_RECORDS = 200;

  /** How often records are compared again because they have changed since. */
  private static final int MAX_ATTEMPTS = 5;

  private final IngestSettings settings;
  private final ChainClient chain;
  private final StoreClient store;
  private final Clock clock;

  /**
   * @param clock limits the end of the retention, from which old records are counted
   */
  public RecordMaintenance(
      IngestSettings settings,
      ChainClient chain,
      ActorRef<StatsStore.Command> store,
      ActorSystem<?> system,
      Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.chain = chain;
    this.store = new StoreClient(store, system);
  }

  /**
   * A difference between a record and the chain.
   *
   * @param record the index of the record
   * @param block the first block that differs
   * @param what what differs in it, in a few words
   */
  public record Difference(long record, long block, String what) {}

  /**
   * The result of a comparison.
   *
   * @param records the number of records compared
   * @param blocks the number of blocks compared
   * @param unverifiedBlocks the number of those whose transactions and senders are not proven,
   *     because the chain has other rules
   */
  public record Verified(
      int records, long blocks, long unverifiedBlocks, List<Difference> differences) {}

  /**
   * The result of fetching blocks again.
   *
   * @param blocks the number of blocks fetched
   * @param records the number of records compared
   * @param replaced the differences that were found; their records were replaced
   */
  public record FetchedAgain(long blocks, int records, List<Difference> replaced) {}

  /**
   * What was deleted.
   *
   * @param records the number of records; the periods that they were part of stay
   * @param days the number of days whose addresses were deleted
   */
  public record Pruned(int records, int days) {}

  /** The comparison of several records with the chain. */
  private static final class Comparison {
    private int records;
    private long blocks;
    private long unverifiedBlocks;
    private final List<Difference> differences = new ArrayList<>();

    /** The stored records that differ, and for each the record that the chain makes. */
    private final Map<ChunkRecord, ChunkRecord> replacements = new LinkedHashMap<>();

    void add(ChunkRecord stored, List<BlockActivity> fetched, boolean keepReplacement) {
      records++;
      blocks += stored.blockCount();
      ChunkRecord onChain = stored.forkedAfter(stored.blocks().first() - 1, fetched);
      RecordDifference.between(stored, onChain)
          .or(
              () ->
                  keepReplacement ? RecordDifference.ofDetails(stored, onChain) : Optional.empty())
          .ifPresent(
              found -> {
                differences.add(new Difference(stored.index(), found.block(), found.what()));
                if (keepReplacement) {
                  replacements.put(stored, onChain);
                }
              });
    }

    /** Returns whether a ledger still holds each record that is to be replaced. */
    boolean isCurrent(Ledger ledger) {
      return replacements.keySet().stream().allMatch(stored -> isCurrent(ledger, stored));
    }

    private static boolean isCurrent(Ledger ledger, ChunkRecord stored) {
      return ledger
          .record(stored.index())
          .filter(record -> record.generation() == stored.generation())
          .filter(record -> record.lastHash().equals(stored.lastHash()))
          .isPresent();
    }
  }

  /**
   * Compares records with the chain, of whose blocks the roots and the senders are proven; changes
   * nothing. Open records are compared first, because a reorganisation replaces the newest blocks,
   * and as many sealed records as are left.
   *
   * @param records how many; all of them if there are fewer
   * @param random chooses the sealed ones
   */
  public CompletionStage<Verified> verify(int records, Random random) {
    return withMessage(
        store
            .ledger()
            .thenCompose(
                ledger -> compare(sample(ledger, records, random), ProofLevel.SENDERS, false))
            .thenApply(
                compared ->
                    new Verified(
                        compared.records,
                        compared.blocks,
                        compared.unverifiedBlocks,
                        List.copyOf(compared.differences))));
  }

  private static List<Long> sample(Ledger ledger, int records, Random random) {
    List<LedgerRecord> chosen = new ArrayList<>(ledger.records());
    Collections.shuffle(chosen, random);
    chosen.sort(Comparator.comparing(LedgerRecord::sealed));
    return chosen.stream().limit(records).map(LedgerRecord::index).sorted().toList();
  }

  /**
   * Fetches the stored blocks of a range again, whole records at a time. Records that differ from
   * the chain are replaced by records of the next generation, in one commit.
   *
   * <p>A record of the next generation replaces the stored one whatever its length. Records that
   * have grown or were repaired since the comparison are therefore compared again first.
   */
  public CompletionStage<FetchedAgain> fetchAgain(BlockRange range) {
    return withMessage(store.ledger().thenCompose(ledger -> fetchAgain(range, ledger, 1)));
  }

  private CompletionStage<FetchedAgain> fetchAgain(BlockRange range, Ledger ledger, int attempt) {
    return compare(recordsOf(ledger, range), ProofLevel.NONE, true)
        .thenCompose(
            compared ->
                compared.replacements.isEmpty()
                    ? CompletableFuture.completedFuture(fetchedAgain(compared))
                    : store.ledger().thenCompose(now -> replace(range, compared, now, attempt)));
  }

  private CompletionStage<FetchedAgain> replace(
      BlockRange range, Comparison compared, Ledger ledger, int attempt) {
    if (compared.isCurrent(ledger)) {
      List<ChunkRecord> replacements = List.copyOf(compared.replacements.values());
      return store
          .epoch()
          .thenCompose(epoch -> store.commit(epoch, replacements, LedgerChange.Removal.NONE))
          .thenApply(version -> fetchedAgain(compared));
    }
    if (attempt < MAX_ATTEMPTS) {
      return fetchAgain(range, ledger, attempt + 1);
    }
    throw new IngestException(
        IngestFailureType.STORE,
        "the records of the blocks %s changed during each of %d attempts"
            .formatted(range, MAX_ATTEMPTS));
  }

  private static FetchedAgain fetchedAgain(Comparison compared) {
    return new FetchedAgain(compared.blocks, compared.records, List.copyOf(compared.differences));
  }

  /**
   * Deletes what neither the retention nor the history needs any more, as each run does.
   *
   * @param neededFrom returns the first day before the retention that is being fetched or is still
   *     to be fetched by the backfill in progress: the records of incomplete days from this one on
   *     stay, and the addresses of days that are compared with them
   */
  public CompletionStage<Pruned> prune(Supplier<CompletionStage<Optional<LocalDate>>> neededFrom) {
    // In this order, no record of a day whose run starts in the meantime is among the deleted ones.
    return withMessage(
        store
            .ledger()
            .thenCompose(ledger -> neededFrom.get().thenCompose(day -> prune(ledger, day))));
  }

  private CompletionStage<Pruned> prune(Ledger ledger, Optional<LocalDate> neededFrom) {
    LedgerChange.Removal removal =
        HistoryRetention.expired(ledger, settings, neededFrom, clock.instant());
    Pruned pruned = new Pruned(removal.pruned().size(), removal.deletedAddresses().size());
    return removal.equals(LedgerChange.Removal.NONE)
        ? CompletableFuture.completedFuture(pruned)
        : store
            .epoch()
            .thenCompose(epoch -> store.commit(epoch, List.of(), removal))
            .thenApply(version -> pruned);
  }

  private static List<Long> recordsOf(Ledger ledger, BlockRange range) {
    List<Long> indexes =
        ledger.records().stream()
            .filter(record -> record.firstBlock() <= range.last())
            .filter(record -> record.lastBlock() >= range.first())
            .map(LedgerRecord::index)
            .toList();
    if (indexes.isEmpty()) {
      String stored =
          ledger
              .last()
              .map(LedgerRecord::lastBlock)
              .map(last -> ": there are blocks from %d to %d".formatted(firstBlock(ledger), last))
              .orElse("");
      throw new IllegalArgumentException("none of the blocks " + range + " is stored" + stored);
    }
    if (indexes.size() > MAX_RECORDS) {
      throw new IllegalArgumentException(
          "the blocks %s belong to %d records; fetch at most %d at once"
              .formatted(range, indexes.size(), MAX_RECORDS));
    }
    return indexes;
  }

  private static long firstBlock(Ledger ledger) {
    return ledger.records().get(0).firstBlock();
  }

  /** Compares one record after the other, so that only one is in memory. */
  private CompletionStage<Comparison> compare(
      List<Long> indexes, ProofLevel atLeast, boolean keepReplacements) {
    CompletionStage<Comparison> comparison = CompletableFuture.completedFuture(new Comparison());
    for (long index : indexes) {
      comparison =
          comparison.thenCompose(
              before ->
                  store
                      .stored(index)
                      .thenCompose(stored -> add(before, stored, atLeast, keepReplacements)));
    }
    return comparison;
  }

  private CompletionStage<Comparison> add(
      Comparison comparison, ChunkRecord stored, ProofLevel atLeast, boolean keepReplacement) {
    return chain
        .blocks(stored.blocks(), atLeast)
        .thenApply(
            fetched -> {
              try {
                comparison.add(stored, fetched.orThrow(), keepReplacement);
                comparison.unverifiedBlocks += fetched.unverified();
                return comparison;
              } catch (BrokenLinkException e) {
                throw new IngestException(IngestFailureType.REORGANISED, e.getMessage());
              } finally {
                fetched.release().run();
              }
            });
  }

  private static <T> CompletionStage<T> withMessage(CompletionStage<T> stage) {
    return stage.exceptionally(
        failure -> {
          throw new IllegalStateException(Failures.message(failure), failure);
        });
  }
}
