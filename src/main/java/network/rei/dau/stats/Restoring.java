package network.rei.dau.stats;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import network.rei.dau.stats.StatsStore.Restore;
import network.rei.dau.stats.StatsStore.RestoreReply;

/**
 * Has a backup put in the place of what is stored, and shows readers what it holds. Only the
 * store's actor touches it.
 */
final class Restoring {

  /** A restore ended. */
  record Restored(StoreAccess.Restored done, ActorRef<RestoreReply> replyTo)
      implements StatsStore.Told {}

  private final ActorContext<StatsStore.Command> context;
  private final StoreAccess store;
  private final Cache cache;

  Restoring(ActorContext<StatsStore.Command> context, StoreAccess store, Cache cache) {
    this.context = context;
    this.store = store;
    this.cache = cache;
  }

  void begin(Restore restore) {
    context.pipeToSelf(
        store.restore(restore.backup()), (done, never) -> new Restored(done, restore.replyTo()));
  }

  void ended(Restored restored) {
    restored.done().held().ifPresent(cache::adopt);
    restored.replyTo().tell(restored.done().reply());
  }
}
