package network.rei.dau.ingest.run;

import akka.actor.ClassicActorSystemProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.ingest.BlockReader;
import network.rei.dau.ingest.HeadReader;
import network.rei.dau.ingest.IngestException;
import network.rei.dau.ingest.IngestFailureType;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.ingest.StoreClient;
import network.rei.dau.ingest.StoredBlock;
import network.rei.dau.ingest.history.BlockByTimestampSearch;
import network.rei.dau.ingest.history.BlockByTimestampSearch.Start;
import network.rei.dau.ingest.history.HistoryPlanner;
import network.rei.dau.ingest.history.HistoryRetention;
import network.rei.dau.ingest.reorg.DetachedRecords;
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
   * @param servedFrom the oldest block that an endpoint serves, if the run needs older ones
   * @param wholeRetention whether the run reaches back as far as the retention
   * @param day the blocks of a day before the retention, which the run fetches as well
   * @param records the stored records, oldest first
   * @param followInterval how often new blocks are looked for
   * @param fork why the stored records cannot all be on the chain; they are repaired first then
   * @param detached the segments of records above the head that cannot be on the chain, by the last
   *     blocks of their first records
   */
  public record Plan(
      long epoch,
      long firstBlock,
      long head,
      OptionalLong servedFrom,
      boolean wholeRetention,
      Optional<BlockRange> day,
      List<LedgerRecord> records,
      Duration followInterval,
      Optional<String> fork,
      Set<StoredBlock> detached) {

    private Plan withDay(BlockRange blocks) {
      return new Plan(
          epoch,
          firstBlock,
          head,
          servedFrom,
          wholeRetention,
          Optional.of(blocks),
          records,
          followInterval,
          fork,
          detached);
    }

    ChunkPlan chunks(
        long run,
        int chunkSize,
        OptionalLong oldestServed,
        Map<Long, ChunkOutcome.GaveUp> postponed) {
      ChunkPlan chunks =
          new ChunkPlan(run, epoch, chunkSize, firstBlock, oldestServed, head, records, postponed);
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
   * @param done what was replaced
   */
  public record Repaired(long epoch, ReorgRepair.Done done) {}

  private static final int UNASKED_CHUNKS = 8;
  private static final Duration MIN_HEAD_INTERVAL = Duration.ofMillis(100);
  private static final Duration MAX_HEAD_INTERVAL = Duration.ofSeconds(1);

  private final IngestSettings settings;
  private final ChainClient chain;
  private final StoreClient store;
  private final Clock clock;
  private final HeadReader heads;
  private final StoreTakeOver takeOver;
  private final ForkCheck forks;
  private final DetachedRecords detached;
  private final HistoryPlanner history;
  private final ReorgRepair repair;

  /**
   * @param system its scheduler times the waits of a repair
   */
  public RunPlanner(
      IngestSettings settings,
      ChainClient chain,
      StoreClient store,
      Clock clock,
      ClassicActorSystemProvider system) {
    this.settings = settings;
    this.chain = chain;
    this.store = store;
    this.clock = clock;
    this.heads = new HeadReader(chain, settings.confirmations());
    this.takeOver = new StoreTakeOver(chain, store);
    this.forks = new ForkCheck(chain, store, settings.chunkSize());
    this.detached = new DetachedRecords(chain::headersIfServed, clock);
    this.history = new HistoryPlanner(chain, settings.chunkSize());
    this.repair =
        new ReorgRepair(
            chain,
            store,
            heads,
            new BlockReader(chain, settings, clock),
            detached,
            headInterval(settings),
            system);
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
    CompletionStage<HeadReader.Head> head = heads.head();
    return epoch(epoch)
        .thenCompose(
            current ->
                store
                    .ledger()
                    .thenCompose(ledger -> planRun(current, ledger, head, wholeRetention)));
  }

  /** Plans a run over a day before the retention and everything that is missing. */
  public CompletionStage<DayPlan> planDay(long epoch, LocalDate day) {
    CompletionStage<HeadReader.Head> head = heads.head();
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
        : newestServed(new HeadReader.Head(plan.head(), Optional.empty()))
            .thenCompose(newest -> history.plan(ledger, day, newest))
            .thenApply(blocks -> blocks.map(plan::withDay));
  }

  /**
   * Plans to fetch the blocks after the last stored one; the head's chunk if nothing is stored.
   *
   * @param oldestGivenUp the index of the oldest chunk that was given up; it and later ones that
   *     are not complete are fetched as well
   */
  public CompletionStage<Plan> planFollow(long epoch, OptionalLong oldestGivenUp) {
    return heads
        .head()
        .thenCombine(
            store.ledger(), (newest, ledger) -> planFollow(epoch, oldestGivenUp, ledger, newest))
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
    LedgerChange.Removal removal =
        HistoryRetention.expired(ledger, settings, backfillFrom, clock.instant());
    return removal.equals(LedgerChange.Removal.NONE)
        ? CompletableFuture.completedFuture(ledger)
        : store.commit(epoch, List.of(), removal).thenCompose(version -> store.ledger());
  }

  /**
   * Takes the store over and makes it follow a chain that was reorganised; see {@link
   * RunEffect.Repair}.
   */
  public CompletionStage<Repaired> repair(Set<StoredBlock> off) {
    return takeOver
        .takeOver()
        .thenCompose(
            taken ->
                repair
                    .repair(taken.epoch(), taken.sameGenesis(), off)
                    .thenApply(done -> new Repaired(taken.epoch(), done)));
  }

  /** Returns the number of the newest block to fetch; negative if the chain is shorter. */
  public CompletionStage<Long> head() {
    return heads.head().thenApply(HeadReader.Head::number);
  }

  /** Returns the held epoch, or takes the store over, if the endpoints serve its chain. */
  private CompletionStage<Long> epoch(OptionalLong held) {
    return held.isPresent()
        ? CompletableFuture.completedFuture(held.getAsLong())
        : takeOver.takeOver().thenApply(StoreTakeOver.Taken::epoch);
  }

  private CompletionStage<Plan> planRun(
      long epoch, Ledger ledger, CompletionStage<HeadReader.Head> head, boolean wholeRetention) {
    boolean whole =
        wholeRetention
            || !ledger.isEmpty()
            || settings.firstWindow().compareTo(settings.retention()) >= 0;
    Duration reach = whole ? settings.retention() : settings.firstWindow();
    return head.thenCompose(newest -> planRun(epoch, ledger, newest, whole, reach));
  }

  private CompletionStage<Plan> planRun(
      long epoch, Ledger ledger, HeadReader.Head head, boolean whole, Duration reach) {
    CompletionStage<Start> start = start(ledger, head, reach);
    CompletionStage<Optional<String>> fork = forks.fork(ledger, head);
    CompletionStage<Duration> interval = followInterval(ledger, head);
    CompletionStage<Set<StoredBlock>> off = detached(ledger, head);
    return start.thenCompose(
        from ->
            fork.thenCompose(
                why ->
                    interval.thenCombine(
                        off,
                        (every, above) ->
                            plan(epoch, from, head.number(), whole, ledger, every, why, above))));
  }

  /** Returns the segments of detached records; none if they cannot be examined. */
  private CompletionStage<Set<StoredBlock>> detached(Ledger ledger, HeadReader.Head head) {
    if (ledger.last().filter(last -> last.firstBlock() > head.number()).isEmpty()) {
      return CompletableFuture.completedFuture(Set.of());
    }
    return newestServed(head)
        .thenCompose(newest -> detached.find(ledger.records(), newest))
        .exceptionally(unknown -> Set.of());
  }

  private Duration followInterval(Ledger ledger) {
    return FollowInterval.of(ledger.records(), settings.followInterval());
  }

  /** Returns the mean time between the newest blocks, also while none of them is stored. */
  private CompletionStage<Duration> followInterval(Ledger ledger, HeadReader.Head head) {
    // The timestamp of block 0 is often arbitrary.
    long earlier = Math.max(1, head.number() - settings.chunkSize());
    if (!ledger.isEmpty() || earlier >= head.number()) {
      return CompletableFuture.completedFuture(followInterval(ledger));
    }
    return newestServed(head)
        .thenCombine(
            chain.headersIfServed(List.of(earlier)),
            (newest, served) ->
                served
                    .get(0)
                    .map(first -> FollowInterval.of(first, newest, settings.followInterval())))
        .thenApply(measured -> measured.orElseGet(() -> followInterval(ledger)))
        .exceptionally(unknown -> followInterval(ledger));
  }

  private CompletionStage<Plan> planFollow(
      long epoch, OptionalLong oldestGivenUp, Ledger ledger, HeadReader.Head head) {
    long unfinished = firstUnfinished(ledger).orElse(Math.max(0, head.number()));
    long givenUp =
        oldestGivenUp.isPresent()
            ? new Chunk(oldestGivenUp.getAsLong(), settings.chunkSize()).firstBlock()
            : unfinished;
    Start start = new Start(Math.min(unfinished, givenUp), OptionalLong.empty());
    Duration interval = followInterval(ledger);
    return forks
        .fork(ledger, head)
        .thenCombine(
            detached(ledger, head),
            (fork, off) -> plan(epoch, start, head.number(), true, ledger, interval, fork, off));
  }

  private static Plan plan(
      long epoch,
      Start start,
      long head,
      boolean wholeRetention,
      Ledger ledger,
      Duration followInterval,
      Optional<String> fork,
      Set<StoredBlock> detached) {
    return new Plan(
        epoch,
        start.block(),
        head,
        start.servedFrom(),
        wholeRetention,
        Optional.empty(),
        ledger.records(),
        followInterval,
        fork,
        detached);
  }

  /** Returns the block after the oldest open record, or after the last one if all are sealed. */
  private static Optional<Long> firstUnfinished(Ledger ledger) {
    return ledger.records().stream()
        .filter(record -> !record.sealed())
        .findFirst()
        .or(ledger::last)
        .map(record -> record.lastBlock() + 1);
  }

  private CompletionStage<Start> start(Ledger ledger, HeadReader.Head head, Duration reach) {
    if (head.number() < 0) {
      return CompletableFuture.completedFuture(new Start(0, OptionalLong.empty()));
    }
    return newestServed(head)
        .thenCompose(
            newest -> {
              long cutoff = newestTimestamp(ledger, newest) - reach.toSeconds();
              return BlockByTimestampSearch.among(ledger.records(), cutoff)
                  .map(block -> new Start(block, OptionalLong.empty()))
                  .map(CompletableFuture::completedStage)
                  .orElseGet(() -> search(cutoff).start(newest))
                  .thenCompose(start -> withoutUnserved(start, ledger, newest));
            });
  }

  /**
   * Returns the end of the retention. After a lower head, the run must not fetch what was pruned
   * before; a stored timestamp in the future must not move the retention.
   */
  private long newestTimestamp(Ledger ledger, BlockHeader newest) {
    long last = ledger.last().map(LedgerRecord::lastTimestamp).orElse(Long.MIN_VALUE);
    return Math.min(
        Math.max(last, newest.timestamp()), settings.clockBound().latestTimestamp(clock.instant()));
  }

  /**
   * Returns the start with the oldest served block, if the first block to fetch is not served. A
   * few chunks are fetched without asking: their failures cost less than the question, which an
   * endpoint may not answer.
   */
  private CompletionStage<Start> withoutUnserved(Start start, Ledger ledger, BlockHeader newest) {
    long first = firstMissing(ledger, start.block());
    long few = (long) UNASKED_CHUNKS * settings.chunkSize();
    if (start.servedFrom().isPresent() || first > newest.number() - few) {
      return CompletableFuture.completedFuture(start);
    }
    return chain
        .headersIfServed(List.of(first))
        .thenApply(headers -> headers.get(0).isEmpty())
        .exceptionally(unknown -> false)
        .thenCompose(
            notServed ->
                !notServed
                    ? CompletableFuture.completedFuture(start)
                    : search(Long.MIN_VALUE)
                        .start(newest)
                        .thenApply(served -> new Start(start.block(), served.servedFrom())));
  }

  /** Returns the oldest block from the chunk of a block on that is not stored. */
  private long firstMissing(Ledger ledger, long block) {
    long missing = Chunk.ofBlock(block, settings.chunkSize()).firstBlock();
    for (LedgerRecord record : ledger.records()) {
      if (record.firstBlock() == missing) {
        missing = record.lastBlock() + 1;
      }
    }
    return missing;
  }

  private BlockByTimestampSearch search(long cutoff) {
    return new BlockByTimestampSearch(chain::headersIfServed, cutoff, settings.chunkSize());
  }

  /** Returns the first header, newest first, that is not far older than one of those below. */
  private static Optional<BlockHeader> newestPlausible(List<BlockHeader> headers) {
    return headers.stream()
        .filter(
            header ->
                headers.stream()
                    .filter(below -> below.number() < header.number())
                    .noneMatch(header::isFarBefore))
        .findFirst();
  }

  /** Returns the header of the head, or of a block shortly below if that is not served yet. */
  private CompletionStage<BlockHeader> newestServed(HeadReader.Head head) {
    if (head.header().isPresent()) {
      return CompletableFuture.completedFuture(head.header().get());
    }
    List<Long> near =
        LongStream.of(0, 1, 2, 4, 8, 64)
            .map(distance -> Math.max(0, head.number() - distance))
            .distinct()
            .boxed()
            .toList();
    return chain
        .headersIfServed(near)
        .thenApply(
            headers ->
                newestPlausible(headers.stream().flatMap(Optional::stream).toList())
                    .orElseThrow(
                        () ->
                            new IngestException(
                                IngestFailureType.MISSING_BLOCK,
                                "the endpoints report block "
                                    + head.number()
                                    + " as the head, but serve neither it nor the blocks shortly"
                                    + " below")));
  }
}
