package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.opentelemetry.api.trace.Span;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.BrokenLinkException;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.ingest.run.ChunkOutcome;
import network.rei.dau.ingest.run.ChunkTask;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.observability.trace.TraceContext;

/**
 * Brings one chunk up to the head: reads the stored record, fetches the blocks that it lacks,
 * commits the record that they make, and stops. If a block cannot be had, the blocks before it are
 * committed, and the next attempt continues there.
 *
 * <p>A failed attempt is an exception: the supervision strategy restarts the fetcher with backoff,
 * up to {@code settings.attempts}. The task is an argument of {@link #create}, so that a restart
 * starts it again. No call of an earlier attempt is in progress then, since the attempt has ended
 * with its failed call. Repeating a commit is harmless.
 */
final class BlockFetcher extends AbstractBehavior<BlockFetcher.Command> {

  sealed interface Command {}

  private record RecordRead(Optional<ChunkRecord> record) implements Command {}

  private record Fetched(BlockReader.Read read) implements Command {}

  /**
   * The record with {@code blocks} more blocks is stored; the failure is that of the next block.
   */
  private record Committed(int blocks, long lastBlock, Optional<RuntimeException> failure)
      implements Command {}

  private record StepFailed(Throwable cause) implements Command {}

  record Dependencies(IngestSettings settings, ChainClient chain, Clock clock, StoreClient store) {}

  /** What the attempts at the task have stored so far. */
  private static final class Progress {
    private long lastBlock;
    private long blocksFetched;

    void add(Committed committed) {
      lastBlock = committed.lastBlock();
      blocksFetched += committed.blocks();
    }
  }

  /**
   * Longer than any attempt: the count of restarts must not be reset while each attempt at a
   * hanging endpoint takes long.
   */
  private static final Duration RESET_BACKOFF_AFTER = Duration.ofDays(1);

  /** The backoff doubles up to this many times the first. */
  private static final int MAX_BACKOFF_FACTOR = 30;

  private static final double RANDOM_FACTOR = 0.2;

  private final Dependencies dependencies;
  private final ChunkTask task;
  private final Progress progress;
  private final ActorRef<ChunkCoordinator.Command> coordinator;
  private final Chunk chunk;
  private final ChainClient chain;
  private final BlockReader blocks;
  private Optional<ChunkRecord> base = Optional.empty();

  /**
   * @param span that the calls of the task belong to
   * @param coordinator receives {@link ChunkCoordinator.AttemptFailed} for each failed attempt, and
   *     {@link ChunkCoordinator.ChunkEnded} unless the attempts are used up
   */
  static Behavior<Command> create(
      Dependencies dependencies,
      ChunkTask task,
      Span span,
      ActorRef<ChunkCoordinator.Command> coordinator) {
    Progress progress = new Progress();
    Behavior<Command> fetcher =
        Behaviors.setup(
            context -> new BlockFetcher(context, dependencies, task, span, progress, coordinator));
    Map<String, String> mdc = new HashMap<>(TraceContext.logFields(span));
    mdc.put("run", Long.toString(task.run()));
    mdc.put("chunk", Long.toString(task.index()));
    Duration backoff = dependencies.settings().backoff();
    return Behaviors.supervise(
            Instrumented.as(
                "BlockFetcher", Command.class, Behaviors.withMdc(Command.class, mdc, fetcher)))
        .onFailure(
            AttemptFailedException.class,
            SupervisorStrategy.restartWithBackoff(
                    backoff, backoff.multipliedBy(MAX_BACKOFF_FACTOR), RANDOM_FACTOR)
                .withMaxRestarts(dependencies.settings().attempts() - 1)
                .withResetBackoffAfter(RESET_BACKOFF_AFTER)
                .withLoggingEnabled(false));
  }

  private BlockFetcher(
      ActorContext<Command> context,
      Dependencies dependencies,
      ChunkTask task,
      Span span,
      Progress progress,
      ActorRef<ChunkCoordinator.Command> coordinator) {
    super(context);
    this.dependencies = dependencies;
    this.task = task;
    this.progress = progress;
    this.coordinator = coordinator;
    this.chunk = new Chunk(task.index(), dependencies.settings().chunkSize());
    this.chain = dependencies.chain().within(TraceContext.of(span));
    this.blocks = new BlockReader(chain, dependencies.settings(), dependencies.clock());
    if (task.from() == chunk.firstBlock() && progress.blocksFetched == 0) {
      fetch(chunk.firstBlock());
    } else {
      readRecord();
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(RecordRead.class, this::onRecordRead)
        .onMessage(Fetched.class, this::onFetched)
        .onMessage(Committed.class, this::onCommitted)
        .onMessage(StepFailed.class, this::onStepFailed)
        .build();
  }

  private void readRecord() {
    getContext()
        .pipeToSelf(
            dependencies.store().record(task.index()),
            (record, failure) ->
                failure == null ? new RecordRead(record) : new StepFailed(failure));
  }

  private Behavior<Command> onRecordRead(RecordRead read) {
    base = read.record();
    long from = base.map(record -> record.lastBlock() + 1).orElse(chunk.firstBlock());
    if (from > task.to()) {
      return ended(new ChunkOutcome.Stored(from - 1, progress.blocksFetched));
    }
    fetch(from);
    return this;
  }

  private void fetch(long from) {
    CompletionStage<BlockReader.Read> read =
        blocks.read(
            new BlockRange(from, task.to()),
            base.map(record -> StoredBlock.of(record, record.lastBlock())));
    boolean beginsRecord = base.isEmpty() && from > 0;
    getContext()
        .pipeToSelf(
            beginsRecord ? read.thenCombine(headerBefore(from), BlockFetcher::linked) : read,
            (found, failure) -> failure == null ? new Fetched(found) : new StepFailed(failure));
  }

  /** Returns an empty header where no endpoint serves it: there is nothing to compare with then. */
  private CompletionStage<List<Optional<BlockHeader>>> headerBefore(long number) {
    return chain
        .headersIfServed(List.of(number - 1))
        .exceptionally(failure -> List.of(Optional.empty()));
  }

  /** Inside a record the parent hashes are checked; its first block has no predecessor in it. */
  private static BlockReader.Read linked(
      BlockReader.Read read, List<Optional<BlockHeader>> before) {
    if (read.blocks().isEmpty()) {
      return read;
    }
    BlockActivity first = read.blocks().get(0);
    before
        .get(0)
        .filter(parent -> !parent.hash().equals(first.parentHash()))
        .ifPresent(
            parent -> {
              throw new IngestException(
                  IngestFailureType.UNLINKED_BLOCK,
                  "block %d has the parent %s, but block %d is %s"
                      .formatted(
                          first.number(), first.parentHash(), parent.number(), parent.hash()));
            });
    return read;
  }

  private Behavior<Command> onFetched(Fetched fetched) {
    BlockReader.Read read = fetched.read();
    if (read.blocks().isEmpty()) {
      read.release().run();
      return failed(read.failure().orElseThrow());
    }
    ChunkRecord record;
    try {
      record = recordOf(read.blocks());
    } catch (IngestException unusable) {
      read.release().run();
      return failed(unusable);
    }
    // Only the record stays in memory during the commit.
    Runnable release = read.release();
    Committed committed = new Committed(read.blocks().size(), record.lastBlock(), read.failure());
    getContext()
        .pipeToSelf(
            dependencies
                .store()
                .commit(task.epoch(), List.of(record), LedgerChange.Removal.NONE)
                .whenComplete((done, failure) -> release.run()),
            (done, failure) -> failure == null ? committed : new StepFailed(failure));
    return this;
  }

  private ChunkRecord recordOf(List<BlockActivity> blocks) {
    try {
      return base.map(stored -> stored.extendedBy(blocks))
          .orElseGet(() -> ChunkRecord.of(chunk, 0, blocks));
    } catch (BrokenLinkException e) {
      throw new IngestException(IngestFailureType.REORGANISED, e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new IngestException(IngestFailureType.MALFORMED, e.getMessage());
    }
  }

  private Behavior<Command> onCommitted(Committed committed) {
    progress.add(committed);
    return committed.failure().isPresent()
        ? failed(committed.failure().get())
        : ended(new ChunkOutcome.Stored(task.to(), progress.blocksFetched));
  }

  private Behavior<Command> onStepFailed(StepFailed failed) {
    return failed(failed.cause());
  }

  private Behavior<Command> ended(ChunkOutcome outcome) {
    coordinator.tell(new ChunkCoordinator.ChunkEnded(task, outcome));
    return Behaviors.stopped();
  }

  /** Throws, for the supervision strategy to restart the fetcher, where a retry can succeed. */
  private Behavior<Command> failed(Throwable cause) {
    ChunkOutcome.GaveUp failure = ChunkOutcome.GaveUp.of(cause);
    ChunkOutcome.GaveUp why =
        new ChunkOutcome.GaveUp(
            failure.type(), failure.reason(), progress.lastBlock, progress.blocksFetched);
    getContext().getLog().debug("Chunk {}: {}", task.index(), why.reason());
    coordinator.tell(new ChunkCoordinator.AttemptFailed(task, why));
    if (why.type().isRetryable()) {
      throw new AttemptFailedException(why.reason());
    }
    return ended(why);
  }

  private static final class AttemptFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AttemptFailedException(String reason) {
      super(reason);
    }
  }
}
