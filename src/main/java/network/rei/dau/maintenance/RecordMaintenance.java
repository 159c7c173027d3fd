package network.rei.dau.maintenance;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Scheduler;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.BrokenLinkException;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.ingest.Failures;
import network.rei.dau.ingest.IngestFailure;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.ingest.StoreClient;
import network.rei.dau.ingest.history.HistoryRetention;
import network.rei.dau.stats.StatsStore;

/**
 * What an operator has done by hand to what is stored: comparing it with the chain, fetching blocks
 * again, pruning. It commits under the epoch of whoever writes the store, so that a run that is
 * under way goes on. Stages fail with a sentence for the operator.
 */
public final class RecordMaintenance {

  /** A commit holds all that it replaces, so not everything may be replaced at once. */
  static final int MOST_RECORDS = 200;

  /** So often records are compared again because they changed meanwhile. */
  private static final int TRIES = 5;

  private final IngestSettings settings;
  private final ChainClient chain;
  private final StoreClient store;

  /** Nothing is asked yet. */
  public RecordMaintenance(
      IngestSettings settings,
      ChainClient chain,
      ActorRef<StatsStore.Command> store,
      Scheduler scheduler) {
    this.settings = settings;
    this.chain = chain;
    this.store = new StoreClient(store, scheduler);
  }

  /**
   * Where a record and the chain are not the same.
   *
   * @param record its index
   * @param block the first one that differs
   * @param what differs there
   */
  public record Difference(long record, long block, String what) {}

  /**
   * What a comparison found.
   *
   * @param records compared
   * @param blocks compared
   */
  public record Verified(int records, long blocks, List<Difference> differences) {}

  /**
   * What fetching again found.
   *
   * @param blocks fetched
   * @param records compared
   * @param replaced what the chain says otherwise, and the store now too
   */
  public record FetchedAgain(long blocks, int records, List<Difference> replaced) {}

  /**
   * What was deleted.
   *
   * @param records that nobody needs any more; their numbers are kept
   * @param days whose addresses nobody needs any more
   */
  public record Pruned(int records, int days) {}

  /** A record, what the chain says instead, and where they begin to differ. */
  private record Compared(ChunkRecord stored, Optional<ChunkRecord> instead, Difference where) {
    static Compared same(ChunkRecord stored) {
      return new Compared(stored, Optional.empty(), null);
    }

    /** Whether a ledger still holds what was compared. */
    boolean isOf(Ledger ledger) {
      return ledger
          .record(stored.index())
          .filter(
              held ->
                  held.generation() == stored.generation()
                      && held.lastHash().equals(stored.lastHash()))
          .isPresent();
    }
  }

  /**
   * Compares sealed records with the chain; changes nothing.
   *
   * @param records how many; all, if there are not so many
   * @param random chooses them
   */
  public CompletionStage<Verified> verify(int records, Random random) {
    return told(
        store
            .ledger()
            .thenCompose(
                ledger -> {
                  List<Long> sealed = new ArrayList<>();
                  ledger.records().stream()
                      .filter(LedgerRecord::sealed)
                      .forEach(record -> sealed.add(record.index()));
                  Collections.shuffle(sealed, random);
                  List<Long> chosen = sealed.stream().limit(records).sorted().toList();
                  return compare(chosen, done -> {});
                })
            .thenApply(sum -> new Verified(sum.records, sum.blocks, List.copyOf(sum.differences))));
  }

  /**
   * Fetches the stored blocks of a range again, whole records at a time. Where the chain says
   * otherwise than the store, the record is replaced by one of the next generation; all of them at
   * once.
   *
   * <p>The next generation takes the place of a record however long that is. One that has grown, or
   * was mended, since it was compared is therefore compared again before it is replaced.
   */
  public CompletionStage<FetchedAgain> fetchAgain(BlockRange range) {
    return told(
        store.ledger().thenCompose(ledger -> fetchAgain(range, recordsOf(ledger, range), TRIES)));
  }

  private CompletionStage<FetchedAgain> fetchAgain(
      BlockRange range, List<Long> indexes, int tries) {
    List<Compared> different = new ArrayList<>();
    return compare(indexes, different::add)
        .thenCompose(
            sum -> {
              FetchedAgain found =
                  new FetchedAgain(sum.blocks, sum.records, List.copyOf(sum.differences));
              return different.isEmpty()
                  ? CompletableFuture.completedFuture(found)
                  : store
                      .ledger()
                      .thenCompose(
                          ledger -> {
                            if (different.stream().allMatch(compared -> compared.isOf(ledger))) {
                              return replace(different).thenApply(version -> found);
                            }
                            if (tries > 1) {
                              return fetchAgain(range, recordsOf(ledger, range), tries - 1);
                            }
                            throw IngestFailure.transientOf(
                                Failures.STORE,
                                "the records of the blocks " + range + " change all the time");
                          });
            });
  }

  private CompletionStage<Long> replace(List<Compared> different) {
    List<ChunkRecord> instead =
        different.stream().flatMap(compared -> compared.instead().stream()).toList();
    return store
        .epoch()
        .thenCompose(epoch -> store.commit(epoch, instead, LedgerChange.Leaving.NOTHING));
  }

  /**
   * Deletes what neither the retention nor the history needs any more, as each run does.
   *
   * @param dayUnderWay tells which day before the retention is being fetched, if one is: it is not
   *     whole yet, and its records and all later ones stay
   */
  public CompletionStage<Pruned> prune(Supplier<CompletionStage<Optional<LocalDate>>> dayUnderWay) {
    // Asked in this order, no record of a day that is begun meanwhile is among those that leave.
    return told(
        store
            .ledger()
            .thenCompose(ledger -> dayUnderWay.get().thenCompose(day -> prune(ledger, day))));
  }

  private CompletionStage<Pruned> prune(Ledger ledger, Optional<LocalDate> from) {
    LedgerChange.Leaving leaving = HistoryRetention.leaving(ledger, settings, from);
    Pruned pruned = new Pruned(leaving.pruned().size(), leaving.forgotten().size());
    return leaving.equals(LedgerChange.Leaving.NOTHING)
        ? CompletableFuture.completedFuture(pruned)
        : store
            .epoch()
            .thenCompose(epoch -> store.commit(epoch, List.of(), leaving))
            .thenApply(version -> pruned);
  }

  private static List<Long> recordsOf(Ledger ledger, BlockRange range) {
    List<Long> indexes =
        ledger.records().stream()
            .filter(
                record ->
                    record.firstBlock() <= range.last() && record.lastBlock() >= range.first())
            .map(LedgerRecord::index)
            .toList();
    if (indexes.isEmpty()) {
      throw new IllegalArgumentException(
          "none of the blocks "
              + range
              + " is stored"
              + ledger
                  .last()
                  .map(
                      last ->
                          ": there are blocks from "
                              + ledger.records().get(0).firstBlock()
                              + " to "
                              + last.lastBlock())
                  .orElse(""));
    }
    if (indexes.size() > MOST_RECORDS) {
      throw new IllegalArgumentException(
          "the blocks "
              + range
              + " are of "
              + indexes.size()
              + " records; fetch at most "
              + MOST_RECORDS
              + " at once");
    }
    return indexes;
  }

  private static final class Sum {
    private int records;
    private long blocks;
    private final List<Difference> differences = new ArrayList<>();
  }

  /** One record after the other, so that no more than one is in memory. */
  private CompletionStage<Sum> compare(List<Long> indexes, Consumer<Compared> different) {
    CompletionStage<Sum> sofar = CompletableFuture.completedFuture(new Sum());
    for (long index : indexes) {
      sofar =
          sofar.thenCompose(
              sum ->
                  store
                      .stored(index)
                      .thenCompose(this::compare)
                      .thenApply(
                          compared -> {
                            sum.records++;
                            sum.blocks += compared.stored().blockCount();
                            if (compared.instead().isPresent()) {
                              sum.differences.add(compared.where());
                              different.accept(compared);
                            }
                            return sum;
                          }));
    }
    return sofar;
  }

  private CompletionStage<Compared> compare(ChunkRecord stored) {
    return chain
        .blocks(stored.blocks())
        .thenApply(
            blocks -> {
              try {
                ChunkRecord fetched = stored.forkedAfter(stored.blocks().first() - 1, blocks);
                return RecordDifference.between(stored, fetched)
                    .map(
                        where ->
                            new Compared(
                                stored,
                                Optional.of(fetched),
                                new Difference(stored.index(), where.block(), where.what())))
                    .orElseGet(() -> Compared.same(stored));
              } catch (BrokenLinkException e) {
                throw IngestFailure.transientOf(Failures.REORGANISED, e.getMessage());
              }
            });
  }

  /** The same; where it fails, with a sentence. */
  private static <T> CompletionStage<T> told(CompletionStage<T> stage) {
    return stage.exceptionally(
        failure -> {
          throw new IllegalStateException(Failures.reason(failure), failure);
        });
  }
}
