package network.rei.dau.stats;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.StashBuffer;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.pubsub.Topic;
import akka.pattern.StatusReply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.cluster.CborSerializable;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.stats.answer.AnswerKind;
import network.rei.dau.stats.answer.PreparedAnswers;
import network.rei.dau.stats.answer.PreparedWindow;
import network.rei.dau.storage.CommitResult;

/**
 * Owns the ledger in memory and the answers prepared from it, and is the only writer of the store
 * in this process. A commit is durable before readers see it and before it is acknowledged. Where
 * other processes commit to the same store, the actor follows their commits.
 *
 * <p>Replies of type {@link StatusReply} fail with what the store threw: a {@link
 * network.rei.dau.storage.StoreUnavailableException} if its server cannot be reached and the
 * request may be repeated, another {@link network.rei.dau.storage.StorageException} otherwise.
 */
public final class StatsStore extends AbstractBehavior<StatsStore.Command> {

  /** The messages that the actor accepts. */
  public sealed interface Command {}

  /** Asks for a prepared answer. */
  public record GetAnswer(AnswerKind answer, ActorRef<PreparedAnswer> replyTo) implements Command {}

  /** Asks for the rolling windows that are prepared with the answers. */
  public record GetWindows(ActorRef<PreparedWindows> replyTo) implements Command {}

  /** Asks for the current ledger. */
  public record GetSnapshot(ActorRef<Snapshot> replyTo) implements Command {}

  /**
   * Asks for a ledger that includes everything that any process has committed before the request.
   */
  public record GetNewest(ActorRef<StatusReply<Ledger>> replyTo) implements Command {}

  /** Reads one record from the store; the reply is empty if the store has no such record. */
  public record GetRecord(long index, ActorRef<StatusReply<Optional<ChunkRecord>>> replyTo)
      implements Command {}

  /**
   * Makes the requester the only writer, and replies with the epoch to commit under: commits of
   * earlier epochs are refused from then on. Fails if the store holds the records of a chain with
   * another genesis block.
   *
   * @param genesis hash of the chain's block 0, where an endpoint serves it
   * @param sameChain whether the stored records are known to be on the chain; {@code genesis}
   *     replaces the stored hash then
   */
  public record TakeOver(
      Optional<Hash> genesis, boolean sameChain, ActorRef<StatusReply<Long>> replyTo)
      implements Command {}

  /** Asks for the epoch under which commits are accepted. */
  public record GetEpoch(ActorRef<StatusReply<Long>> replyTo) implements Command {}

  /**
   * Writes the whole commit or nothing, and replies once it is durable. Repeating a commit is
   * harmless.
   *
   * @param epoch from {@link TakeOver}
   * @param records new, grown or corrected records
   * @param removal the records and days to delete
   */
  public record Commit(
      long epoch,
      List<ChunkRecord> records,
      LedgerChange.Removal removal,
      ActorRef<StatusReply<CommitResult>> replyTo)
      implements Command {}

  /**
   * Replaces the store by a backup, and replies with the places that the replaced files were moved
   * to. Commits continue under the same epoch. If the restore fails, the store is unchanged.
   */
  public record Restore(Path backup, ActorRef<StatusReply<List<Path>>> replyTo)
      implements Command {}

  /** Writes the published files, and replies once they are written. */
  public record Publish(ActorRef<StatusReply<Done>> replyTo) implements Command {}

  /** Asks whether the server of the store can be reached; a store without a server always can. */
  public record GetReachability(ActorRef<Reachability> replyTo) implements Command {}

  /** Whether the server of the store can be reached from this node. */
  public record Reachability(boolean isReached) {}

  /** Another node has committed this version of the store. */
  public record NewVersion(long version) implements Command, CborSerializable {}

  /** An answer's bytes, and the version of the store that it was prepared from. */
  public record PreparedAnswer(PreparedAnswers.Body body, long version) {}

  /** The rolling windows of one version of the data, shortest first. */
  public record PreparedWindows(List<PreparedWindow> windows) {}

  private record Loaded(StoreAccess.LoadedStore store) implements Command {}

  private record LoadFailed(Throwable cause) implements Command {}

  private record CommitEnded(
      StoreAccess.CommitDone done, ActorRef<StatusReply<CommitResult>> replyTo)
      implements Command {}

  private record CommitFailed(Throwable cause, ActorRef<StatusReply<CommitResult>> replyTo)
      implements Command {}

  private record Restored(StoreAccess.RestoreDone done, ActorRef<StatusReply<List<Path>>> replyTo)
      implements Command {}

  private record RestoreFailed(Throwable cause, ActorRef<StatusReply<List<Path>>> replyTo)
      implements Command {}

  private record Reconciled(LedgerVersion ledger, List<ActorRef<StatusReply<Ledger>>> requesters)
      implements Command {}

  private record ReconcileFailed(Throwable cause, List<ActorRef<StatusReply<Ledger>>> requesters)
      implements Command {}

  private record Probed(Optional<Throwable> failure) implements Command {}

  private record Prepared(
      Optional<PreparedAnswers> answers, Optional<Throwable> failure, long sequence)
      implements Command {}

  private record Published(
      Optional<Throwable> failure, Optional<ActorRef<StatusReply<Done>>> replyTo)
      implements Command {}

  private enum Timer implements Command {
    PUBLISH,
    RECONCILE
  }

  private static final int STASH_CAPACITY = 10_000;

  /** Messages about new versions may be lost, so the store is read at this interval as well. */
  private static final Duration RECONCILE_INTERVAL = Duration.ofSeconds(1);

  /** The shortest time between two publications that were not requested. */
  private static final Duration PUBLISH_INTERVAL = Duration.ofSeconds(1);

  private final StoreAccess store;
  private final TimerScheduler<Command> timers;
  private final StoreHealth health;
  private final StoreReachability reachability = new StoreReachability();
  private final LedgerCache cache;

  /** Where nodes tell each other of their commits; empty if no other process commits. */
  private final Optional<ActorRef<Topic.Command<NewVersion>>> versions;

  /** Requesters of the newest ledger that the next reading of the store answers. */
  private List<ActorRef<StatusReply<Ledger>>> waiting = new ArrayList<>();

  private boolean reconciling;
  private Optional<String> publishError = Optional.empty();

  /**
   * Returns an actor that loads the ledger and serves requests from then on; requests that arrive
   * earlier wait. It throws if the store cannot be loaded.
   *
   * @param store closed by its creator
   */
  public static Behavior<Command> create(StoreAccess store, ReplicationMode replication) {
    return Instrumented.as(
        "StatsStore",
        Command.class,
        Behaviors.setup(
            context -> {
              context.setLoggerName(StatsStore.class);
              context.pipeToSelf(
                  store.load(),
                  (loaded, failure) ->
                      failure == null ? new Loaded(loaded) : new LoadFailed(failure));
              return Behaviors.withStash(
                  STASH_CAPACITY, stash -> loading(context, stash, store, replication));
            }));
  }

  private static Behavior<Command> loading(
      ActorContext<Command> context,
      StashBuffer<Command> stash,
      StoreAccess store,
      ReplicationMode replication) {
    IntConsumer stashed = Instrumented.stashOf("StatsStore", context.getSystem());
    stashed.accept(0);
    return Behaviors.receive(Command.class)
        .onMessage(
            Loaded.class,
            loaded -> {
              context
                  .getLog()
                  .info(
                      "{} records in the store, read in {} s",
                      loaded.store().ledger().ledger().records().size(),
                      loaded.store().took().toMillis() / 1e3);
              stashed.accept(0);
              return stash.unstashAll(
                  Behaviors.withTimers(
                      timers ->
                          new StatsStore(context, timers, store, replication, loaded.store())));
            })
        .onMessage(
            LoadFailed.class,
            failed -> {
              throw new IllegalStateException("the store cannot be read", failed.cause());
            })
        .onAnyMessage(
            message -> {
              stash.stash(message);
              stashed.accept(stash.size());
              return Behaviors.same();
            })
        .build();
  }

  private StatsStore(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      StoreAccess store,
      ReplicationMode replication,
      StoreAccess.LoadedStore loaded) {
    super(context);
    this.store = store;
    this.timers = timers;
    this.health = new StoreHealth(context.getLog());
    this.cache = new LedgerCache(loaded.ledger(), loaded.answers());
    this.versions =
        replication == ReplicationMode.SHARED ? Optional.of(followVersions()) : Optional.empty();
  }

  private ActorRef<Topic.Command<NewVersion>> followVersions() {
    ActorRef<Topic.Command<NewVersion>> topic =
        getContext().spawn(Topic.create(NewVersion.class, "store-versions"), "store-versions");
    topic.tell(Topic.subscribe(getContext().getSelf().narrow()));
    timers.startTimerWithFixedDelay(Timer.RECONCILE, RECONCILE_INTERVAL);
    return topic;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(GetAnswer.class, this::onGetAnswer)
        .onMessage(GetWindows.class, this::onGetWindows)
        .onMessage(GetSnapshot.class, this::onGetSnapshot)
        .onMessage(GetNewest.class, this::onGetNewest)
        .onMessage(GetRecord.class, this::onGetRecord)
        .onMessage(TakeOver.class, this::onTakeOver)
        .onMessage(GetEpoch.class, this::onGetEpoch)
        .onMessage(Commit.class, this::onCommit)
        .onMessage(CommitEnded.class, this::onCommitEnded)
        .onMessage(CommitFailed.class, this::onCommitFailed)
        .onMessage(Restore.class, this::onRestore)
        .onMessage(Restored.class, this::onRestored)
        .onMessage(RestoreFailed.class, this::onRestoreFailed)
        .onMessage(NewVersion.class, this::onNewVersion)
        .onMessageEquals(Timer.RECONCILE, this::onReconcileDue)
        .onMessage(Probed.class, this::onProbed)
        .onMessage(GetReachability.class, this::onGetReachability)
        .onMessage(Reconciled.class, this::onReconciled)
        .onMessage(ReconcileFailed.class, this::onReconcileFailed)
        .onMessage(Prepared.class, this::onPrepared)
        .onMessage(Publish.class, publish -> publish(Optional.of(publish.replyTo())))
        .onMessageEquals(Timer.PUBLISH, () -> publish(Optional.empty()))
        .onMessage(Published.class, this::onPublished)
        .build();
  }

  // Reads

  private Behavior<Command> onGetAnswer(GetAnswer get) {
    PreparedAnswers answers = cache.answers();
    get.replyTo().tell(new PreparedAnswer(answers.body(get.answer()), answers.version()));
    return this;
  }

  private Behavior<Command> onGetWindows(GetWindows get) {
    get.replyTo().tell(new PreparedWindows(cache.answers().windows()));
    return this;
  }

  private Behavior<Command> onGetSnapshot(GetSnapshot get) {
    LedgerVersion current = cache.current();
    get.replyTo()
        .tell(
            new Snapshot(
                current.ledger(),
                current.version(),
                current.changedAt(),
                current.requiredHeap(),
                health.error()));
    return this;
  }

  private Behavior<Command> onGetRecord(GetRecord get) {
    reply(store.find(get.index()), get.replyTo());
    return this;
  }

  private Behavior<Command> onGetEpoch(GetEpoch get) {
    reply(store.epoch(), get.replyTo());
    return this;
  }

  // Writes

  private Behavior<Command> onTakeOver(TakeOver takeOver) {
    reply(store.takeOver(takeOver.genesis(), takeOver.sameChain()), takeOver.replyTo());
    return this;
  }

  private Behavior<Command> onCommit(Commit commit) {
    getContext()
        .pipeToSelf(
            store.commit(commit.epoch(), commit.records(), commit.removal()),
            (done, failure) ->
                failure == null
                    ? new CommitEnded(done, commit.replyTo())
                    : new CommitFailed(Failures.cause(failure), commit.replyTo()));
    return this;
  }

  private Behavior<Command> onCommitEnded(CommitEnded committed) {
    CommitResult result = committed.done().result();
    reachability.answered();
    if (!(result instanceof CommitResult.Conflict)) {
      // A conflict may be found before anything is written.
      health.writeSucceeded();
    }
    adopt(committed.done().ledger());
    if (result instanceof CommitResult.Committed durable) {
      versions.ifPresent(topic -> topic.tell(Topic.publish(new NewVersion(durable.version()))));
    }
    committed.replyTo().tell(StatusReply.success(result));
    return this;
  }

  private Behavior<Command> onCommitFailed(CommitFailed failed) {
    reachability.failed(failed.cause());
    health.writeFailed(Failures.message(failed.cause()));
    failed.replyTo().tell(StatusReply.error(failed.cause()));
    return this;
  }

  private Behavior<Command> onRestore(Restore restore) {
    getContext()
        .pipeToSelf(
            store.restore(restore.backup()),
            (done, failure) ->
                failure == null
                    ? new Restored(done, restore.replyTo())
                    : new RestoreFailed(Failures.cause(failure), restore.replyTo()));
    return this;
  }

  private Behavior<Command> onRestored(Restored restored) {
    adopt(restored.done().ledger());
    restored.replyTo().tell(StatusReply.success(restored.done().movedAside()));
    return this;
  }

  private Behavior<Command> onRestoreFailed(RestoreFailed failed) {
    failed.replyTo().tell(StatusReply.error(failed.cause()));
    return this;
  }

  // Commits of other processes

  /** Answers with the result of a reading that begins after the request. */
  private Behavior<Command> onGetNewest(GetNewest get) {
    if (versions.isEmpty()) {
      get.replyTo().tell(StatusReply.success(cache.current().ledger()));
      return this;
    }
    waiting.add(get.replyTo());
    return reconcile();
  }

  private Behavior<Command> onNewVersion(NewVersion committed) {
    return committed.version() > cache.current().version() ? reconcile() : this;
  }

  private Behavior<Command> onReconcileDue() {
    if (reachability.tick()) {
      getContext()
          .pipeToSelf(
              store.probe(
                  getContext().getSystem().dispatchers().lookup(DispatcherSelector.blocking())),
              (done, failure) -> new Probed(Optional.ofNullable(failure).map(Failures::cause)));
    }
    return reconcile();
  }

  private Behavior<Command> onProbed(Probed probed) {
    reachability.probed(probed.failure());
    return this;
  }

  private Behavior<Command> onGetReachability(GetReachability get) {
    get.replyTo().tell(new Reachability(reachability.isReached()));
    return this;
  }

  /** Reads the commits of other processes, one reading at a time. */
  private Behavior<Command> reconcile() {
    if (!reconciling) {
      reconciling = true;
      List<ActorRef<StatusReply<Ledger>>> requesters = waiting;
      waiting = new ArrayList<>();
      getContext()
          .pipeToSelf(
              store.reconcile(),
              (ledger, failure) ->
                  failure == null
                      ? new Reconciled(ledger, requesters)
                      : new ReconcileFailed(Failures.cause(failure), requesters));
    }
    return this;
  }

  private Behavior<Command> onReconciled(Reconciled reconciled) {
    reachability.answered();
    health.readSucceeded();
    adopt(reconciled.ledger());
    return endReconciling(reconciled.requesters(), StatusReply.success(cache.current().ledger()));
  }

  private Behavior<Command> onReconcileFailed(ReconcileFailed failed) {
    reachability.failed(failed.cause());
    health.readFailed(Failures.message(failed.cause()));
    return endReconciling(failed.requesters(), StatusReply.error(failed.cause()));
  }

  private Behavior<Command> endReconciling(
      List<ActorRef<StatusReply<Ledger>>> requesters, StatusReply<Ledger> reply) {
    requesters.forEach(requester -> requester.tell(reply));
    reconciling = false;
    return waiting.isEmpty() ? this : reconcile();
  }

  // Prepared answers and published files

  private void adopt(LedgerVersion ledger) {
    if (cache.adopt(ledger)) {
      prepareNext();
      if (!timers.isTimerActive(Timer.PUBLISH)) {
        timers.startSingleTimer(Timer.PUBLISH, PUBLISH_INTERVAL);
      }
    }
  }

  private void prepareNext() {
    cache
        .nextPreparation()
        .ifPresent(
            ledger ->
                getContext()
                    .pipeToSelf(
                        store.prepare(ledger),
                        (answers, failure) ->
                            new Prepared(
                                Optional.ofNullable(answers),
                                Optional.ofNullable(failure),
                                ledger.sequence())));
  }

  private Behavior<Command> onPrepared(Prepared prepared) {
    prepared
        .failure()
        .ifPresent(failure -> getContext().getLog().error("Answers were not prepared", failure));
    cache.prepared(prepared.answers(), prepared.sequence());
    prepareNext();
    return this;
  }

  private Behavior<Command> publish(Optional<ActorRef<StatusReply<Done>>> replyTo) {
    getContext()
        .pipeToSelf(
            store.publish(cache.current()),
            (done, failure) ->
                new Published(Optional.ofNullable(failure).map(Failures::cause), replyTo));
    return this;
  }

  private Behavior<Command> onPublished(Published published) {
    Optional<String> error = published.failure().map(Failures::message);
    if (error.isPresent() && !error.equals(publishError)) {
      getContext().getLog().warn("Files cannot be published: {}", error.get());
    }
    publishError = error;
    StatusReply<Done> reply =
        published.failure().map(StatusReply::<Done>error).orElseGet(StatusReply::ack);
    published.replyTo().ifPresent(replyTo -> replyTo.tell(reply));
    return this;
  }

  /** Replies with the outcome of a stage, from any thread. */
  private static <T> void reply(CompletionStage<T> stage, ActorRef<StatusReply<T>> replyTo) {
    stage.whenComplete(
        (value, failure) ->
            replyTo.tell(
                failure == null
                    ? StatusReply.success(value)
                    : StatusReply.error(Failures.cause(failure))));
  }
}
