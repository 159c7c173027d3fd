package network.rei.dau.stats;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.StashBuffer;
import akka.actor.typed.javadsl.TimerScheduler;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import network.rei.dau.activity.ChunkRecord;
import network.rei.dau.activity.Hash;
import network.rei.dau.activity.Ledger;
import network.rei.dau.activity.LedgerChange;
import network.rei.dau.actors.Watched;
import network.rei.dau.cluster.WireMessage;
import network.rei.dau.views.Answer;
import network.rei.dau.views.PreparedAnswers;

/**
 * Owns the cache: the ledger, and the answers prepared from it whenever it changes. Alone writes
 * the store: what it is told to commit is durable before it is acknowledged, and only then seen by
 * readers. Where nodes share a store, it takes over what the others commit.
 */
public final class StatsStore extends AbstractBehavior<StatsStore.Command> {

  /** What may be asked of it. */
  public sealed interface Command {}

  /** Asks for a prepared answer. */
  public record GetAnswer(Answer answer, ActorRef<PreparedAnswer> replyTo) implements Command {}

  /** Asks for the data, to compute with elsewhere. */
  public record GetSnapshot(ActorRef<Snapshot> replyTo) implements Command {}

  /** Asks for the data as the store has it now, with what others have just committed. */
  public record GetNewest(ActorRef<NewestReply> replyTo) implements Command {}

  /** Asks for one record as it is stored. */
  public record GetRecord(long index, ActorRef<RecordReply> replyTo) implements Command {}

  /**
   * Makes the asker the only writer: commits of earlier epochs are refused from now on. Refused if
   * the store holds the records of a chain with another genesis block.
   *
   * @param genesis hash of the chain's block 0, where an endpoint serves it
   */
  public record TakeOver(Optional<Hash> genesis, ActorRef<Leadership> replyTo) implements Command {}

  /** Asks under which epoch is committed at present; takes nothing over. */
  public record GetEpoch(ActorRef<Leadership> replyTo) implements Command {}

  /**
   * Writes all of this or nothing; acknowledged once it is durable. Repeating it is harmless.
   *
   * @param epoch from {@link TakeOver}
   * @param records new, grown or corrected ones
   * @param leaving what is to be deleted
   */
  public record Commit(
      long epoch,
      List<ChunkRecord> records,
      LedgerChange.Leaving leaving,
      ActorRef<CommitReply> replyTo)
      implements Command {}

  /**
   * Puts a backup in the place of all that is stored. Who commits may go on under the same epoch.
   */
  public record Restore(Path backup, ActorRef<RestoreReply> replyTo) implements Command {}

  /** Writes the published files now; acknowledged once they are written. */
  public record Publish(ActorRef<Published> replyTo) implements Command {}

  private record Loaded(StoreAccess.LoadedStore store) implements Command {}

  private record LoadFailed(Throwable cause) implements Command {}

  private record Committed(StoreAccess.Done done, Commit commit) implements Command {}

  private record CommitFailed(Throwable cause, Commit commit) implements Command {}

  private record Restored(StoreAccess.Restored done, Restore restore) implements Command {}

  record Prepared(Optional<PreparedAnswers> answers, Optional<Throwable> failure, long sequence)
      implements Command {}

  record PublishDone(Optional<String> error, Optional<ActorRef<Published>> replyTo)
      implements Command {}

  /** Another node has committed. */
  public record NewVersion(long version) implements Command, WireMessage {}

  private record NewestRead(
      Optional<StoreAccess.Held> held, Optional<Throwable> failure, ActorRef<NewestReply> replyTo)
      implements Command {}

  private record Reconciled(StoreAccess.Held held) implements Command {}

  private record ReconcileFailed(String reason) implements Command {}

  /** What a timer says. */
  enum Due implements Command {
    PUBLISH,
    RECONCILE
  }

  /** An answer's bytes, and the version of the data that it shows. */
  public record PreparedAnswer(PreparedAnswers.Body body, long version) {}

  /** The answer to {@link GetNewest}. */
  public sealed interface NewestReply {
    /** As it is. */
    record Newest(Ledger ledger) implements NewestReply {}

    /** The store could not be read; the reason is a sentence. */
    record Failed(String reason) implements NewestReply {}

    /** The store's server cannot be reached, for a while perhaps; the reason is a sentence. */
    record Away(String reason) implements NewestReply {}
  }

  /** The answer to {@link GetRecord}. */
  public sealed interface RecordReply {
    /** Empty if the store has no such record. */
    record Found(Optional<ChunkRecord> record) implements RecordReply {}

    /** The store could not be read; the reason is a sentence. */
    record Failed(String reason) implements RecordReply {}

    /** The store's server cannot be reached, for a while perhaps; the reason is a sentence. */
    record Away(String reason) implements RecordReply {}
  }

  /** The answer to {@link TakeOver} and {@link GetEpoch}. */
  public sealed interface Leadership {
    /** The epoch to commit under. */
    record Leading(long epoch) implements Leadership {}

    /** Everything is as it was; the reason is a sentence. */
    record Failed(String reason) implements Leadership {}
  }

  /** How a commit ended. */
  public sealed interface CommitReply {
    /** All of it is durable, at this version of the store. */
    record Committed(long version) implements CommitReply {}

    /** Another writer has taken over; nothing was written. */
    record Stale(long currentEpoch) implements CommitReply {}

    /**
     * The records are of another branch of the chain than their neighbours; nothing was written.
     */
    record Contradicts(String reason) implements CommitReply {}

    /** The store could not be written; nothing was. */
    record Failed(String reason) implements CommitReply {}

    /** The store's server cannot be reached, for a while perhaps; to be repeated. */
    record Away(String reason) implements CommitReply {}
  }

  /** How a restore ended. */
  public sealed interface RestoreReply {
    /** What was stored is at these places now. */
    record Replaced(List<Path> movedAside) implements RestoreReply {}

    /** Everything is as it was; the reason is a sentence. */
    record Failed(String reason) implements RestoreReply {}
  }

  /** The files are written, or why they could not be. */
  public record Published(Optional<String> error) {}

  private static final int STASH_CAPACITY = 10_000;

  private final StoreAccess store;
  private final Preparation preparation;
  private final Publication publication;
  private final StoreTrouble trouble;
  private final Sharing sharing;
  private final Sharing.News news;
  private StoreAccess.Held held;
  private boolean reconciling;

  /** As {@link #create(StoreAccess, Sharing)}, for a store that nobody else commits to. */
  public static Behavior<Command> create(StoreAccess store) {
    return create(store, Sharing.none());
  }

  /**
   * Loads the ledger, and answers from then on.
   *
   * @param store how it reaches the durable records; closed by whoever made it
   * @param sharing whether others commit too
   */
  public static Behavior<Command> create(StoreAccess store, Sharing sharing) {
    return Watched.as(
        "StatsStore",
        Command.class,
        Behaviors.setup(
            context ->
                Behaviors.withStash(
                    STASH_CAPACITY,
                    stash -> {
                      context.pipeToSelf(
                          store.load(),
                          (loaded, failure) ->
                              failure != null ? new LoadFailed(failure) : new Loaded(loaded));
                      return loading(context, stash, store, sharing);
                    })));
  }

  private static Behavior<Command> loading(
      ActorContext<Command> context,
      StashBuffer<Command> stash,
      StoreAccess store,
      Sharing sharing) {
    return Behaviors.receive(Command.class)
        .onMessage(
            Loaded.class,
            loaded -> {
              context
                  .getLog()
                  .info("{} records in the store", loaded.store().held().ledger().records().size());
              return stash.unstashAll(
                  Behaviors.withTimers(
                      timers -> new StatsStore(context, timers, store, sharing, loaded.store())));
            })
        .onMessage(
            LoadFailed.class,
            failed -> {
              throw new IllegalStateException("the store cannot be read", failed.cause());
            })
        .onAnyMessage(
            message -> {
              stash.stash(message);
              return Behaviors.same();
            })
        .build();
  }

  private StatsStore(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      StoreAccess store,
      Sharing sharing,
      StoreAccess.LoadedStore loaded) {
    super(context);
    this.store = store;
    this.held = loaded.held();
    this.preparation = new Preparation(context, store, loaded);
    this.publication = new Publication(context, timers, store);
    this.trouble = new StoreTrouble(context.getLog());
    this.sharing = sharing;
    this.news = sharing.begin(context, timers);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(GetAnswer.class, this::onGetAnswer)
        .onMessage(GetSnapshot.class, this::onGetSnapshot)
        .onMessage(GetNewest.class, this::onGetNewest)
        .onMessage(NewestRead.class, this::onNewestRead)
        .onMessage(GetRecord.class, this::onGetRecord)
        .onMessage(TakeOver.class, this::onTakeOver)
        .onMessage(GetEpoch.class, this::onGetEpoch)
        .onMessage(Commit.class, this::onCommit)
        .onMessage(Committed.class, this::onCommitted)
        .onMessage(CommitFailed.class, this::onCommitFailed)
        .onMessage(Restore.class, this::onRestore)
        .onMessage(Restored.class, this::onRestored)
        .onMessage(Prepared.class, this::onPrepared)
        .onMessage(NewVersion.class, this::onNewVersion)
        .onMessageEquals(Due.RECONCILE, this::reconcile)
        .onMessage(Reconciled.class, this::onReconciled)
        .onMessage(ReconcileFailed.class, this::onReconcileFailed)
        .onMessage(Publish.class, this::onPublish)
        .onMessageEquals(Due.PUBLISH, () -> publish(Optional.empty()))
        .onMessage(PublishDone.class, this::onPublishDone)
        .build();
  }

  private Behavior<Command> onGetAnswer(GetAnswer get) {
    PreparedAnswers answers = preparation.answers();
    get.replyTo().tell(new PreparedAnswer(answers.body(get.answer()), answers.version()));
    return this;
  }

  private Behavior<Command> onGetSnapshot(GetSnapshot get) {
    get.replyTo()
        .tell(new Snapshot(held.ledger(), held.version(), held.changedAt(), trouble.reason()));
    return this;
  }

  private Behavior<Command> onGetNewest(GetNewest get) {
    if (sharing.isOn()) {
      getContext()
          .pipeToSelf(
              store.reconcile(),
              (now, failure) ->
                  new NewestRead(
                      Optional.ofNullable(now), Optional.ofNullable(failure), get.replyTo()));
    } else {
      get.replyTo().tell(new NewestReply.Newest(held.ledger()));
    }
    return this;
  }

  private Behavior<Command> onNewestRead(NewestRead read) {
    read.held().ifPresent(this::adopt);
    read.replyTo()
        .tell(
            read.failure()
                .map(why -> told(why, NewestReply.Away::new, NewestReply.Failed::new))
                .orElseGet(() -> new NewestReply.Newest(held.ledger())));
    return this;
  }

  private Behavior<Command> onGetRecord(GetRecord get) {
    reply(
        store.find(get.index()).thenApply(RecordReply.Found::new),
        failure -> told(failure, RecordReply.Away::new, RecordReply.Failed::new),
        get.replyTo());
    return this;
  }

  private Behavior<Command> onTakeOver(TakeOver takeOver) {
    reply(
        store.takeOver(takeOver.genesis()).thenApply(Leadership.Leading::new),
        failure -> new Leadership.Failed(StoreAccess.reason(failure)),
        takeOver.replyTo());
    return this;
  }

  private Behavior<Command> onGetEpoch(GetEpoch get) {
    reply(
        store.epoch().thenApply(Leadership.Leading::new),
        failure -> new Leadership.Failed(StoreAccess.reason(failure)),
        get.replyTo());
    return this;
  }

  private Behavior<Command> onRestore(Restore restore) {
    getContext()
        .pipeToSelf(store.restore(restore.backup()), (done, never) -> new Restored(done, restore));
    return this;
  }

  private Behavior<Command> onRestored(Restored restored) {
    restored.done().held().ifPresent(this::adopt);
    restored.restore().replyTo().tell(restored.done().reply());
    return this;
  }

  private Behavior<Command> onCommit(Commit commit) {
    getContext()
        .pipeToSelf(
            store.commit(commit.epoch(), commit.records(), commit.leaving()),
            (result, failure) ->
                failure != null
                    ? new CommitFailed(failure, commit)
                    : new Committed(result, commit));
    return this;
  }

  private Behavior<Command> onCommitted(Committed committed) {
    CommitReply reply = committed.done().reply();
    if (!(reply instanceof CommitReply.Contradicts)) {
      trouble.written();
    }
    adopt(committed.done().held());
    if (reply instanceof CommitReply.Committed done) {
      news.committed(done.version());
    }
    committed.commit().replyTo().tell(reply);
    return this;
  }

  /** What an earlier incarnation began may be told of after more than that was loaded. */
  private void adopt(StoreAccess.Held newer) {
    if (newer.sequence() > held.sequence()) {
      held = newer;
      preparation.of(held);
      publication.soon();
    }
  }

  private Behavior<Command> onCommitFailed(CommitFailed failed) {
    trouble.writeFailed(StoreAccess.reason(failed.cause()));
    failed
        .commit()
        .replyTo()
        .tell(told(failed.cause(), CommitReply.Away::new, CommitReply.Failed::new));
    return this;
  }

  private Behavior<Command> onNewVersion(NewVersion told) {
    return told.version() > held.version() ? reconcile() : this;
  }

  /** Reads what others have committed. */
  private Behavior<Command> reconcile() {
    if (!reconciling) {
      reconciling = true;
      getContext()
          .pipeToSelf(
              store.reconcile(),
              (now, failure) ->
                  failure == null
                      ? new Reconciled(now)
                      : new ReconcileFailed(StoreAccess.reason(failure)));
    }
    return this;
  }

  private Behavior<Command> onReconciled(Reconciled reconciled) {
    reconciling = false;
    trouble.read();
    adopt(reconciled.held());
    return this;
  }

  private Behavior<Command> onReconcileFailed(ReconcileFailed failed) {
    reconciling = false;
    trouble.readFailed(failed.reason());
    return this;
  }

  private Behavior<Command> onPrepared(Prepared prepared) {
    preparation.ended(prepared, held);
    return this;
  }

  private Behavior<Command> onPublish(Publish publish) {
    return publish(Optional.of(publish.replyTo()));
  }

  private Behavior<Command> publish(Optional<ActorRef<Published>> replyTo) {
    publication.now(held, replyTo);
    return this;
  }

  private Behavior<Command> onPublishDone(PublishDone done) {
    publication.done(done);
    return this;
  }

  /** What whoever asked is told of a failure. */
  private static <T> T told(
      Throwable failure, Function<String, ? extends T> away, Function<String, ? extends T> failed) {
    return (StoreAccess.isAway(failure) ? away : failed).apply(StoreAccess.reason(failure));
  }

  private static <T> void reply(
      CompletionStage<? extends T> stage,
      Function<Throwable, ? extends T> failed,
      ActorRef<T> replyTo) {
    stage.whenComplete(
        (reply, failure) -> replyTo.tell(failure == null ? reply : failed.apply(failure)));
  }
}
