package network.rei.dau.ingest.run;

import akka.actor.ClassicActorSystemProvider;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.ChainIdentity;
import network.rei.dau.ingest.IngestException;
import network.rei.dau.ingest.IngestFailureType;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.ingest.StoreClient;
import network.rei.dau.ingest.history.BlockByTimestampSearch;
import network.rei.dau.ingest.history.HistoryPlanner;
import network.rei.dau.ingest.history.HistoryRetention;
import network.rei.dau.ingest.reorg.ForkCheck;
import network.rei.dau.ingest.reorg.ReorgRepair;

/**
 * Does the steps of a run that wait for the chain and the store: planning, reading the head,
 * pruning and repairing. Its stages fail with an {@link IngestException} or with the chain client's
 * exception.
 */
public final class RunPlanner {

  /**
   * What a run begins with.
   *
   * @param epoch the epoch to commit under
   * @param firstBlock the oldest block of the run
   * @param head the newest block to fetch; below {@code firstBlock} if there is nothing to fetch
   * @param wholeRetention whether the run reaches back as far as the retention
   * @param day the blocks of a day before the retention, which the run fetches as well
   * @param records the stored records, oldest first
   * @param fork why the stored records cannot all be on the chain; they are repaired first then
   */
  public record Plan(
      long epoch,
      long firstBlock,
      long head,
      boolean wholeRetention,
      Optional<BlockRange> day,
      List<LedgerRecord> records,
      Optional<String> fork) {

    private Plan withDay(BlockRange blocks) {
      return new Plan(epoch, firstBlock, head, wholeRetention, Optional.of(blocks), records, fork);
    }

    ChunkPlan chunks(long run, int chunkSize) {
      ChunkPlan chunks = new ChunkPlan(run, epoch, chunkSize, firstBlock, head, records);
      day.ifPresent(chunks::add);
      return chunks;
    }
  }

  /**
   * The plan for a day before the retention.
   *
   * @param plan empty if no endpoint serves the blocks of the day
   */
  public record DayPlan(Ledger ledger, Optional<Plan> plan) {}

  /**
   * A repaired store.
   *
   * @param epoch the epoch to commit under from now on
   * @param records the number of records that were replaced or deleted
   */
  public record Repaired(long epoch, int records) {}

  private static final Duration MIN_HEAD_INTERVAL = Duration.ofMillis(100);
  private static final Duration MAX_HEAD_INTERVAL = Duration.ofSeconds(1);

  private final IngestSettings settings;
  private final ChainClient chain;
  private final StoreClient store;
  private final ForkCheck forks;
  private final HistoryPlanner history;
  private final ReorgRepair repair;

  /**
   * @param system its scheduler times the waits of a repair
   */
  public RunPlanner(
      IngestSettings settings,
      ChainClient chain,
      StoreClient store,
      ClassicActorSystemProvider system) {
    this.settings = settings;
    this.chain = chain;
    this.store = store;
    this.forks = new ForkCheck(chain, store, settings.chunkSize());
    this.history = new HistoryPlanner(chain, settings.chunkSize());
    this.repair =
        new ReorgRepair(chain, store, settings.confirmations(), headInterval(settings), system);
  }

  /** Returns how often a repair reads the head: as often as it is followed, within bounds. */
  private static Duration headInterval(IngestSettings settings) {
    Duration interval = settings.followInterval();
    if (interval.isZero() || interval.compareTo(MAX_HEAD_INTERVAL) > 0) {
      return MAX_HEAD_INTERVAL;
    }
    return interval.compareTo(MIN_HEAD_INTERVAL) < 0 ? MIN_HEAD_INTERVAL : interval;
  }

  /** Plans a run over everything that is missing; see {@link RunEffect.PlanRun}. */
  public CompletionStage<Plan> planRun(OptionalLong epoch, boolean wholeRetention) {
    CompletionStage<Long> head = head();
    return epoch(epoch)
        .thenCompose(
            current ->
                store
                    .ledger()
                    .thenCompose(ledger -> planRun(current, ledger, head, wholeRetention)));
  }

  /** Plans a run over a day before the retention and everything that is missing. */
  public CompletionStage<DayPlan> planDay(long epoch, LocalDate day) {
    CompletionStage<Long> head = head();
    return store
        .ledger()
        .thenCompose(
            ledger ->
                planRun(epoch, ledger, head, true)
                    .thenCompose(plan -> planDay(plan, ledger, day))
                    .thenApply(plan -> new DayPlan(ledger, plan)));
  }

  private CompletionStage<Optional<Plan>> planDay(Plan plan, Ledger ledger, LocalDate day) {
    return plan.fork().isPresent()
        ? CompletableFuture.completedFuture(Optional.of(plan))
        : newestServed(plan.head())
            .thenCompose(newest -> history.plan(ledger, day, newest))
            .thenApply(blocks -> blocks.map(plan::withDay));
  }

  /** Plans to fetch the blocks after the last stored one; the head's chunk if nothing is stored. */
  public CompletionStage<Plan> planFollow(long epoch) {
    return head()
        .thenCombine(store.ledger(), (newest, ledger) -> planFollow(epoch, ledger, newest))
        .thenCompose(plan -> plan);
  }

  /**
   * Deletes what neither the retention nor the history needs.
   *
   * @param backfillFrom the first day of a requested backfill
   * @return the ledger after that
   */
  public CompletionStage<Ledger> prune(long epoch, Optional<LocalDate> backfillFrom) {
    return store.ledger().thenCompose(ledger -> prune(ledger, epoch, backfillFrom));
  }

  private CompletionStage<Ledger> prune(
      Ledger ledger, long epoch, Optional<LocalDate> backfillFrom) {
    LedgerChange.Removal removal = HistoryRetention.expired(ledger, settings, backfillFrom);
    return removal.equals(LedgerChange.Removal.NONE)
        ? CompletableFuture.completedFuture(ledger)
        : store.commit(epoch, List.of(), removal).thenCompose(version -> store.ledger());
  }

  /** Takes the store over and makes it follow a chain that was reorganised. */
  public CompletionStage<Repaired> repair() {
    return epoch(OptionalLong.empty())
        .thenCompose(
            epoch -> repair.repair(epoch).thenApply(records -> new Repaired(epoch, records)));
  }

  /**
   * Returns the newest block to fetch, which is the chain's newest less the confirmations; negative
   * if the chain is shorter.
   */
  public CompletionStage<Long> head() {
    return chain.head().thenApply(head -> head.number() - settings.confirmations());
  }

  /** Returns the held epoch, or takes the store over, if the endpoints serve its chain. */
  private CompletionStage<Long> epoch(OptionalLong held) {
    return held.isPresent()
        ? CompletableFuture.completedFuture(held.getAsLong())
        : chain.identity().thenApply(ChainIdentity::genesisHash).thenCompose(store::takeOver);
  }

  private CompletionStage<Plan> planRun(
      long epoch, Ledger ledger, CompletionStage<Long> head, boolean wholeRetention) {
    boolean whole =
        wholeRetention
            || !ledger.isEmpty()
            || settings.firstWindow().compareTo(settings.retention()) >= 0;
    Duration reach = whole ? settings.retention() : settings.firstWindow();
    return head.thenCompose(
        newest ->
            firstBlock(ledger, newest, reach)
                .thenCombine(
                    forks.fork(ledger, newest),
                    (first, fork) -> plan(epoch, first, newest, whole, ledger, fork)));
  }

  private CompletionStage<Plan> planFollow(long epoch, Ledger ledger, long head) {
    long first = firstUnfinished(ledger).orElse(Math.max(0, head));
    return forks.fork(ledger, head).thenApply(fork -> plan(epoch, first, head, true, ledger, fork));
  }

  private static Plan plan(
      long epoch,
      long first,
      long head,
      boolean wholeRetention,
      Ledger ledger,
      Optional<String> fork) {
    return new Plan(epoch, first, head, wholeRetention, Optional.empty(), ledger.records(), fork);
  }

  /** Returns the block after the oldest open record, or after the last one if all are sealed. */
  private static Optional<Long> firstUnfinished(Ledger ledger) {
    return ledger.records().stream()
        .filter(record -> !record.sealed())
        .findFirst()
        .or(ledger::last)
        .map(record -> record.lastBlock() + 1);
  }

  private CompletionStage<Long> firstBlock(Ledger ledger, long head, Duration reach) {
    if (head < 0) {
      return CompletableFuture.completedFuture(0L);
    }
    return newestServed(head)
        .thenCompose(
            newest -> {
              // After a lower head, the run must not fetch what was pruned before.
              long last = ledger.last().map(LedgerRecord::lastTimestamp).orElse(Long.MIN_VALUE);
              long cutoff = Math.max(last, newest.timestamp()) - reach.toSeconds();
              return BlockByTimestampSearch.among(ledger.records(), cutoff)
                  .map(CompletableFuture::completedStage)
                  .orElseGet(
                      () ->
                          new BlockByTimestampSearch(
                                  chain::headersIfServed, cutoff, settings.chunkSize())
                              .below(newest));
            });
  }

  /** Returns the header of the head, or of a block shortly below if that is not served yet. */
  private CompletionStage<BlockHeader> newestServed(long head) {
    List<Long> near =
        LongStream.of(0, 1, 2, 4, 8, 64)
            .map(distance -> Math.max(0, head - distance))
            .distinct()
            .boxed()
            .toList();
    return chain
        .headersIfServed(near)
        .thenApply(
            headers ->
                headers.stream()
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new IngestException(
                                IngestFailureType.MISSING_BLOCK,
                                "the endpoints report block "
                                    + head
                                    + " as the head, but serve neither it nor the blocks shortly"
                                    + " below")));
  }
}
