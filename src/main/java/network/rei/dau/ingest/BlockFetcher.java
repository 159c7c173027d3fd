package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.BlockActivity;
import network.rei.dau.activity.BlockRange;
import network.rei.dau.activity.BrokenLinkException;
import network.rei.dau.activity.Chunk;
import network.rei.dau.activity.ChunkRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.storage.StoredRecord;

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

  private record BaseRead(StatsStore.RecordReply reply) implements Command {}

  private record Fetched(List<BlockActivity> blocks) implements Command {}

  private record Answered(StatsStore.CommitReply reply) implements Command {}

  private record CallFailed(Throwable cause) implements Command {}

  /** What it needs to work. */
  record Tools(IngestSettings settings, ChainClient chain, ActorRef<StatsStore.Command> store) {}

  /** Tells its owner how an attempt, or the work, ended. */
  interface Listener {
    /** An attempt failed; another may follow. */
    void attemptFailed(ChunkOutcome.GaveUp why);

    /** The work ended; nothing follows. */
    void ended(ChunkOutcome outcome);
  }

  /** How long the store may take for a commit before the attempt counts as failed. */
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(30);

  /**
   * Far above the time of any attempt: the count of restarts must not start again while a hanging
   * endpoint makes each of them slow.
   */
  private static final Duration NEVER_FORGET_RESTARTS = Duration.ofDays(1);

  private final Tools tools;
  private final ChunkTask task;
  private final Listener listener;
  private final Chunk chunk;
  private Optional<ChunkRecord> base = Optional.empty();
  private long fetched;

  /** Works, and tries again after a while where it failed, up to {@code settings.attempts}. */
  static Behavior<Command> create(Tools tools, ChunkTask task, Listener listener) {
    Duration backoff = tools.settings().backoff();
    return Behaviors.supervise(
            Behaviors.<Command>setup(context -> new BlockFetcher(context, tools, task, listener)))
        .onFailure(
            AttemptFailedException.class,
            SupervisorStrategy.restartWithBackoff(backoff, backoff.multipliedBy(30), 0.2)
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
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(CallFailed.class, this::onCallFailed)
        .build();
  }

  private void readBase() {
    getContext()
        .ask(
            StatsStore.RecordReply.class,
            tools.store(),
            STORE_TIMEOUT,
            (ActorRef<StatsStore.RecordReply> replyTo) ->
                new StatsStore.GetRecord(task.index(), replyTo),
            (reply, failure) ->
                failure == null ? new BaseRead(reply) : new CallFailed(storeSilent()));
  }

  private Behavior<Command> onBaseRead(BaseRead read) {
    if (read.reply() instanceof StatsStore.RecordReply.Failed failed) {
      throw failed("store", failed.reason());
    }
    base = ((StatsStore.RecordReply.Found) read.reply()).record().map(StoredRecord::record);
    long from = base.map(record -> record.lastBlock() + 1).orElse(chunk.firstBlock());
    if (from > task.to()) {
      return ended(new ChunkOutcome.Stored(from - 1, 0));
    }
    fetch(from);
    return this;
  }

  private void fetch(long from) {
    getContext()
        .pipeToSelf(
            tools.chain().blocks(new BlockRange(from, task.to())),
            (blocks, failure) -> failure == null ? new Fetched(blocks) : new CallFailed(failure));
  }

  private Behavior<Command> onFetched(Fetched done) {
    fetched = done.blocks().size();
    ChunkRecord record;
    try {
      record =
          base.map(stored -> stored.extendedBy(done.blocks()))
              .orElseGet(() -> ChunkRecord.of(chunk, 0, done.blocks()));
    } catch (BrokenLinkException e) {
      return ended(new ChunkOutcome.GaveUp("unlinked_block", e.getMessage()));
    }
    getContext()
        .ask(
            StatsStore.CommitReply.class,
            tools.store(),
            STORE_TIMEOUT,
            (ActorRef<StatsStore.CommitReply> replyTo) ->
                new StatsStore.Commit(task.epoch(), List.of(record), List.of(), replyTo),
            (reply, failure) ->
                failure == null ? new Answered(reply) : new CallFailed(storeSilent()));
    return this;
  }

  private Behavior<Command> onAnswered(Answered answered) {
    if (answered.reply() instanceof StatsStore.CommitReply.Failed failed) {
      throw failed("store", failed.reason());
    }
    if (answered.reply() instanceof StatsStore.CommitReply.Stale stale) {
      return ended(
          new ChunkOutcome.GaveUp(
              "stale_epoch",
              "another process has taken over the store (epoch "
                  + stale.currentEpoch()
                  + ", ours is "
                  + task.epoch()
                  + ")"));
    }
    return ended(new ChunkOutcome.Stored(task.to(), fetched));
  }

  private Behavior<Command> onCallFailed(CallFailed call) {
    throw failed(Failures.type(call.cause()), Failures.reason(call.cause()));
  }

  private Behavior<Command> ended(ChunkOutcome outcome) {
    listener.ended(outcome);
    return Behaviors.stopped();
  }

  private AttemptFailedException failed(String type, String reason) {
    listener.attemptFailed(new ChunkOutcome.GaveUp(type, reason));
    return new AttemptFailedException(reason);
  }

  private static AttemptFailedException storeSilent() {
    return new AttemptFailedException(
        "the store did not answer within " + STORE_TIMEOUT.toSeconds() + " s");
  }

  /** Makes the supervision try again. */
  private static final class AttemptFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AttemptFailedException(String reason) {
      super(reason);
    }
  }
}
