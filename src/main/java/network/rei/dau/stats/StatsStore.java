package network.rei.dau.stats;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.japi.function.Function;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.cluster.CborSerializable;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.stats.answer.AnswerKind;
import network.rei.dau.stats.answer.PreparedAnswers;

/**
 * Owns the {@link Cache}: the ledger, and the answers prepared from it whenever it changes. Alone
 * writes the store: what it is told to commit is durable before it is acknowledged, and only then
 * seen by readers ({@link Commits}). Where nodes share a store, it takes over what the others
 * commit ({@link Reconciliation}).
 */
public final class StatsStore extends AbstractBehavior<StatsStore.Command> {

  /** What may be asked of it. */
  public sealed interface Command {}

  /** Asks for a prepared answer. */
  public record GetAnswer(AnswerKind answer, ActorRef<PreparedAnswer> replyTo) implements Command {}

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

  /** Puts a backup in the place of all that is stored. Commits go on under the same epoch. */
  public record Restore(Path backup, ActorRef<RestoreReply> replyTo) implements Command {}

  /** Writes the published files now; acknowledged once they are written. */
  public record Publish(ActorRef<Published> replyTo) implements Command {}

  /** Another node has committed. */
  public record NewVersion(long version) implements Command, CborSerializable {}

  /** What it tells itself: of what its parts began, and have ended. */
  non-sealed interface Told extends Command {}

  /** What a timer says. */
  enum Due implements Told {
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

  private final StoreAccess store;
  private final Cache cache;
  private final StoreHealth trouble;
  private final Reconciliation reconciliation;
  private final ReplicationMode sharing;
  private final Commits commits;
  private final Restoring restoring;

  /** As {@link #create(StoreAccess, Sharing)}, for a store that nobody else commits to. */
  public static Behavior<Command> create(StoreAccess store) {
    return create(store, ReplicationMode.none());
  }

  /**
   * Loads the ledger, and answers from then on.
   *
   * @param store how it reaches the durable records; closed by whoever made it
   * @param sharing whether others commit too
   */
  public static Behavior<Command> create(StoreAccess store, ReplicationMode sharing) {
    return Instrumented.as(
        "StatsStore",
        Command.class,
        Loading.of(
            store,
            (context, loaded) ->
                Behaviors.withTimers(
                    timers -> new StatsStore(context, timers, store, sharing, loaded))));
  }

  private StatsStore(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      StoreAccess store,
      ReplicationMode sharing,
      StoreAccess.LoadedStore loaded) {
    super(context);
    this.store = store;
    this.cache = new Cache(context, timers, store, loaded);
    this.trouble = new StoreHealth(context.getLog());
    this.reconciliation = new Reconciliation(context, store, cache, trouble);
    this.sharing = sharing;
    this.restoring = new Restoring(context, store, cache);
    this.commits = new Commits(context, store, cache, trouble, sharing.begin(context, timers));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(GetAnswer.class, this::onGetAnswer)
        .onMessage(GetSnapshot.class, this::onGetSnapshot)
        .onMessage(GetNewest.class, this::onGetNewest)
        .onMessage(GetRecord.class, this::onGetRecord)
        .onMessage(TakeOver.class, this::onTakeOver)
        .onMessage(GetEpoch.class, this::onGetEpoch)
        .onMessage(Restore.class, by(restoring::begin))
        .onMessage(Restoring.Restored.class, by(restoring::ended))
        .onMessage(Commit.class, by(commits::write))
        .onMessage(Commits.Committed.class, by(commits::ended))
        .onMessage(Commits.CommitFailed.class, by(commits::failed))
        .onMessage(Preparation.Prepared.class, by(cache::prepared))
        .onMessage(NewVersion.class, this::onNewVersion)
        .onMessageEquals(Due.RECONCILE, this::onReconcileDue)
        .onMessage(Reconciliation.Reconciled.class, by(reconciliation::ended))
        .onMessage(Reconciliation.ReconcileFailed.class, by(reconciliation::failed))
        .onMessage(Publish.class, this::onPublish)
        .onMessageEquals(Due.PUBLISH, this::onPublishDue)
        .onMessage(Publication.PublishDone.class, by(cache::published))
        .build();
  }

  private Behavior<Command> onGetAnswer(GetAnswer get) {
    get.replyTo().tell(cache.answer(get.answer()));
    return this;
  }

  private Behavior<Command> onGetSnapshot(GetSnapshot get) {
    get.replyTo().tell(cache.snapshot(trouble.reason()));
    return this;
  }

  private Behavior<Command> onGetNewest(GetNewest get) {
    if (sharing.isOn()) {
      reconciliation.newest(get.replyTo());
    } else {
      get.replyTo().tell(new NewestReply.Newest(cache.held().ledger()));
    }
    return this;
  }

  private Behavior<Command> onGetRecord(GetRecord get) {
    store.find(get.index()).thenAccept(get.replyTo()::tell);
    return this;
  }

  private Behavior<Command> onTakeOver(TakeOver takeOver) {
    store.takeOver(takeOver.genesis()).thenAccept(takeOver.replyTo()::tell);
    return this;
  }

  private Behavior<Command> onGetEpoch(GetEpoch get) {
    store.epoch().thenAccept(get.replyTo()::tell);
    return this;
  }

  private Behavior<Command> onNewVersion(NewVersion told) {
    return told.version() > cache.held().version() ? onReconcileDue() : this;
  }

  private Behavior<Command> onReconcileDue() {
    reconciliation.begin();
    return this;
  }

  private Behavior<Command> onPublish(Publish publish) {
    cache.publish(Optional.of(publish.replyTo()));
    return this;
  }

  private Behavior<Command> onPublishDue() {
    cache.publish(Optional.empty());
    return this;
  }

  /** Leaves the message to a part. */
  private <M> Function<M, Behavior<Command>> by(Consumer<M> part) {
    return message -> {
      part.accept(message);
      return this;
    };
  }
}
