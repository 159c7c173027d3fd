package network.rei.dau.stats;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.StashBuffer;
import java.util.function.BiFunction;

/** The store's actor until the store is read: what is asked meanwhile waits. */
final class Loading {

  private static final int STASH_CAPACITY = 10_000;

  private record Loaded(StoreAccess.LoadedStore store) implements StatsStore.Told {}

  private record LoadFailed(Throwable cause) implements StatsStore.Told {}

  private Loading() {}

  /**
   * Reads the store; throws if it cannot be read.
   *
   * @param then what the actor becomes
   */
  static Behavior<StatsStore.Command> of(
      StoreAccess store,
      BiFunction<
              ActorContext<StatsStore.Command>,
              StoreAccess.LoadedStore,
              Behavior<StatsStore.Command>>
          then) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(StatsStore.class);
          context.pipeToSelf(
              store.load(),
              (loaded, failure) -> failure != null ? new LoadFailed(failure) : new Loaded(loaded));
          return Behaviors.withStash(STASH_CAPACITY, stash -> waiting(context, stash, then));
        });
  }

  private static Behavior<StatsStore.Command> waiting(
      ActorContext<StatsStore.Command> context,
      StashBuffer<StatsStore.Command> stash,
      BiFunction<
              ActorContext<StatsStore.Command>,
              StoreAccess.LoadedStore,
              Behavior<StatsStore.Command>>
          then) {
    return Behaviors.receive(StatsStore.Command.class)
        .onMessage(
            Loaded.class,
            loaded -> {
              context
                  .getLog()
                  .info("{} records in the store", loaded.store().held().ledger().records().size());
              return stash.unstashAll(then.apply(context, loaded.store()));
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
}
