package network.rei.dau.stats;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.util.ArrayList;
import java.util.List;
import network.rei.dau.stats.StatsStore.NewestReply;

/**
 * Takes over what others have committed to a store that they share, one reading at a time; whoever
 * asks for the newest data is answered by a reading that began after that. Only the store's actor
 * touches it.
 */
final class Reconciliation {

  /** A reading ended. */
  record Reconciled(StoreAccess.Held held, List<ActorRef<NewestReply>> askers)
      implements StatsStore.Told {}

  /** A reading failed. */
  record ReconcileFailed(StoreFailure why, List<ActorRef<NewestReply>> askers)
      implements StatsStore.Told {}

  private final ActorContext<StatsStore.Command> context;
  private final StoreAccess store;
  private final Cache cache;
  private final StoreHealth trouble;

  /** Who is to be answered by the next reading: the one under way may be past what they expect. */
  private List<ActorRef<NewestReply>> waiting = new ArrayList<>();

  private boolean reading;

  Reconciliation(
      ActorContext<StatsStore.Command> context,
      StoreAccess store,
      Cache cache,
      StoreHealth trouble) {
    this.context = context;
    this.store = store;
    this.cache = cache;
    this.trouble = trouble;
  }

  /** Answers with what the store holds from now on. */
  void newest(ActorRef<NewestReply> asker) {
    waiting.add(asker);
    begin();
  }

  /** Reads what others have committed; nothing if that is being done. */
  void begin() {
    if (!reading) {
      reading = true;
      List<ActorRef<NewestReply>> askers = waiting;
      waiting = new ArrayList<>();
      context.pipeToSelf(
          store.reconcile(),
          (held, failure) ->
              failure == null
                  ? new Reconciled(held, askers)
                  : new ReconcileFailed(StoreFailure.of(failure), askers));
    }
  }

  void ended(Reconciled read) {
    trouble.read();
    cache.adopt(read.held());
    answer(read.askers(), new NewestReply.Newest(cache.held().ledger()));
  }

  void failed(ReconcileFailed failed) {
    trouble.readFailed(failed.why().reason());
    answer(failed.askers(), failed.why().reply(NewestReply.Away::new, NewestReply.Failed::new));
  }

  private void answer(List<ActorRef<NewestReply>> askers, NewestReply reply) {
    askers.forEach(asker -> asker.tell(reply));
    reading = false;
    if (!waiting.isEmpty()) {
      begin();
    }
  }
}
