package network.rei.dau.ingest;

import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.Duration;
import java.util.List;
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
import network.rei.dau.chain.ChainException;
import network.rei.dau.observability.actor.Instrumented;

/**
 * Brings one chunk up to the head: reads the record that is there, fetches the blocks that it
 * lacks, commits what they make, reports, and stops.
 *
 * <p>The work comes with its creation, so a restart begins it anew; a call that failed has ended,
 * so none of an earlier attempt is under way then. Repeating a commit is harmless.
 */
final class BlockFetcher extends AbstractBehavior<BlockFetcher.Command> {

  /** What it tells itself. */
  sealed interface Command {}

  private record BaseRead(Optional<ChunkRecord> record) implements Command {}

  private record Fetched(List<BlockActivity> blocks) implements Command {}

  private record Committed(long blocksFetched) implements Command {}

  private record StepFailed(Throwable cause) implements Command {}

  /** What it needs to work. */
  record Tools(IngestSettings settings, ChainClient chain, StoreClient store) {}

  /** Tells its owner how an attempt, or the work, ended. */
  interface Listener {
    /** An attempt failed; another may follow. */
    void attemptFailed(ChunkOutcome.GaveUp why);

    /** The work ended; nothing follows. */
    void ended(ChunkOutcome outcome);
  }

  /**
   * Far above the time of any attempt: the count of restarts must not start again while a hanging
   * endpoint makes each of them slow.
   */
  private static final Duration NEVER_FORGET_RESTARTS = Duration.ofDays(1);

  /** The wait between attempts doubles up to so many times the first. */
  private static final int LONGEST_BACKOFF = 30;

  private final Tools tools;
  private final ChunkTask task;
  private final Listener listener;
  private final Chunk chunk;
  private Optional<ChunkRecord> base = Optional.empty();

  /** Works, and tries again after a while where it failed, up to {@code settings.attempts}. */
  static Behavior<Command> create(Tools tools, ChunkTask task, Listener listener) {
    Duration backoff = tools.settings().backoff();
    return Behaviors.supervise(
            Instrumented.as(
                "BlockFetcher",
                Command.class,
                LogContext.ofChunk(
                    Command.class,
                    task.run(),
                    task.index(),
                    Behaviors.setup(context -> new BlockFetcher(context, tools, task, listener)))))
        .onFailure(
            AttemptFailedException.class,
            SupervisorStrategy.restartWithBackoff(
                    backoff, backoff.multipliedBy(LONGEST_BACKOFF), 0.2)
                .withMaxRestarts(tools.settings().attempts() - 1)
                .withResetBackoffAfter(NEVER_FORGET_RESTARTS)
                .withLoggingEnabled(false));
  }

  private BlockFetcher(
      ActorContext<Command> context, Tools tools, ChunkTask task, Listener listener) {
    super(context);
    this.tools = tools;
    this.task = task;
    this.listener = listener;
    this.chunk = new Chunk(task.index(), tools.settings().chunkSize());
    if (task.from() == chunk.firstBlock()) {
      fetch(chunk.firstBlock());
    } else {
      readBase();
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(BaseRead.class, this::onBaseRead)
        .onMessage(Fetched.class, this::onFetched)
        .onMessage(Committed.class, this::onCommitted)
        .onMessage(StepFailed.class, failed -> failed(failed.cause()))
        .build();
  }

  private void readBase() {
    getContext()
        .pipeToSelf(
            tools.store().record(task.index()),
            (record, failure) -> failure == null ? new BaseRead(record) : new StepFailed(failure));
  }

  private Behavior<Command> onBaseRead(BaseRead read) {
    base = read.record();
    long from = base.map(record -> record.lastBlock() + 1).orElse(chunk.firstBlock());
    if (from > task.to()) {
      return ended(new ChunkOutcome.Stored(from - 1, 0));
    }
    fetch(from);
    return this;
  }

  private void fetch(long from) {
    CompletionStage<List<BlockActivity>> blocks =
        tools.chain().blocks(new BlockRange(from, task.to()));
    boolean beginsRecord = base.isEmpty() && from > 0;
    getContext()
        .pipeToSelf(
            beginsRecord ? blocks.thenCombine(headerBefore(from), BlockFetcher::linked) : blocks,
            (found, failure) -> failure == null ? new Fetched(found) : new StepFailed(failure));
  }

  /** Empty where the node does not tell: then there is nothing to compare with. */
  private CompletionStage<List<Optional<BlockHeader>>> headerBefore(long number) {
    return tools
        .chain()
        .headersIfServed(List.of(number - 1))
        .exceptionally(untold -> List.of(Optional.empty()));
  }

  /** A record's first block has no neighbour in it that would show a wrong parent hash. */
  private static List<BlockActivity> linked(
      List<BlockActivity> blocks, List<Optional<BlockHeader>> before) {
    before
        .get(0)
        .filter(parent -> !parent.hash().equals(blocks.get(0).parentHash()))
        .ifPresent(
            parent -> {
              throw IngestFailure.transientOf(
                  ChainException.Kind.UNLINKED_BLOCK.label(),
                  "block "
                      + blocks.get(0).number()
                      + " has the parent "
                      + blocks.get(0).parentHash()
                      + ", but block "
                      + parent.number()
                      + " is "
                      + parent.hash());
            });
    return blocks;
  }

  private Behavior<Command> onFetched(Fetched fetched) {
    ChunkRecord record;
    try {
      record = recordOf(fetched.blocks());
    } catch (IngestFailure unusable) {
      return failed(unusable);
    }
    getContext()
        .pipeToSelf(
            tools.store().commit(task.epoch(), List.of(record), LedgerChange.Leaving.NOTHING),
            (done, failure) ->
                failure == null ? new Committed(fetched.blocks().size()) : new StepFailed(failure));
    return this;
  }

  private ChunkRecord recordOf(List<BlockActivity> blocks) {
    try {
      ChunkRecord record =
          base.map(stored -> stored.extendedBy(blocks))
              .orElseGet(() -> ChunkRecord.of(chunk, 0, blocks));
      if (record.lastBlock() == task.to()) {
        return record;
      }
      throw IngestFailure.transientOf(
          Failures.MALFORMED,
          "the chain answered blocks up to "
              + record.lastBlock()
              + ", not up to "
              + task.to()
              + " as it was asked");
    } catch (BrokenLinkException e) {
      throw IngestFailure.permanentOf(Failures.REORGANISED, e.getMessage());
    } catch (IllegalArgumentException e) {
      throw IngestFailure.transientOf(Failures.MALFORMED, e.getMessage());
    }
  }

  private Behavior<Command> onCommitted(Committed committed) {
    return ended(new ChunkOutcome.Stored(task.to(), committed.blocksFetched()));
  }

  private Behavior<Command> ended(ChunkOutcome outcome) {
    listener.ended(outcome);
    return Behaviors.stopped();
  }

  /** Ends the work where trying again cannot help; has the supervision try again where it can. */
  private Behavior<Command> failed(Throwable cause) {
    ChunkOutcome.GaveUp why = Failures.described(cause);
    getContext().getLog().debug("Chunk {}: {}", task.index(), why.reason());
    listener.attemptFailed(why);
    if (Failures.permanent(cause)) {
      return ended(why);
    }
    throw new AttemptFailedException(why.reason());
  }

  /** Makes the supervision try again. */
  private static final class AttemptFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AttemptFailedException(String reason) {
      super(reason);
    }
  }
}
