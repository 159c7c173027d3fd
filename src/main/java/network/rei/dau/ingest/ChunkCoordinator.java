package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Does one run's work on this node: pulls chunks from the supervisor as its slots come free, has a
 * {@link BlockFetcher} work on each, and reports how it ended. Stops when it is told that the run
 * is over.
 */
final class ChunkCoordinator extends AbstractBehavior<ChunkCoordinator.Command> {

  /** What it is told. */
  sealed interface Command {}

  /** Work for one slot. */
  record Fetch(ChunkTask task) implements Command {}

  /** The run is over: stop. */
  enum Finish implements Command {
    INSTANCE
  }

  private record AttemptFailed(ChunkTask task, ChunkOutcome.GaveUp why) implements Command {}

  private record Ended(ChunkTask task, ChunkOutcome outcome) implements Command {}

  private record FetcherGone(ChunkTask task) implements Command {}

  private final BiFunction<ChunkTask, BlockFetcher.Listener, Behavior<BlockFetcher.Command>>
      fetchers;
  private final ActorRef<? super RunMessage> supervisor;

  /** For each task under way why its last attempt failed. */
  private final Map<ChunkTask, ChunkOutcome.GaveUp> underWay = new HashMap<>();

  /**
   * @param run that it works for
   * @param slots chunks at once
   * @param fetchers makes the behavior that works on a task
   * @param supervisor where chunks come from and outcomes go
   */
  static Behavior<Command> create(
      long run,
      int slots,
      BiFunction<ChunkTask, BlockFetcher.Listener, Behavior<BlockFetcher.Command>> fetchers,
      ActorRef<? super RunMessage> supervisor) {
    return Behaviors.setup(
        context -> {
          for (int slot = 0; slot < slots; slot++) {
            supervisor.tell(new RunMessage.Pulled(run, context.getSelf()));
          }
          return new ChunkCoordinator(context, fetchers, supervisor);
        });
  }

  private ChunkCoordinator(
      ActorContext<Command> context,
      BiFunction<ChunkTask, BlockFetcher.Listener, Behavior<BlockFetcher.Command>> fetchers,
      ActorRef<? super RunMessage> supervisor) {
    super(context);
    this.fetchers = fetchers;
    this.supervisor = supervisor;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Fetch.class, this::onFetch)
        .onMessage(AttemptFailed.class, this::onAttemptFailed)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(FetcherGone.class, this::onFetcherGone)
        .onMessage(Finish.class, finish -> Behaviors.stopped())
        .build();
  }

  private Behavior<Command> onFetch(Fetch fetch) {
    ChunkTask task = fetch.task();
    underWay.put(
        task, new ChunkOutcome.GaveUp(Failures.INTERNAL, "the fetcher stopped unexpectedly"));
    ActorRef<BlockFetcher.Command> fetcher =
        getContext()
            .spawn(
                fetchers.apply(task, listener(task)),
                "chunk-" + task.index() + "-ticket-" + task.ticket());
    getContext().watchWith(fetcher, new FetcherGone(task));
    return this;
  }

  private Behavior<Command> onAttemptFailed(AttemptFailed failed) {
    ChunkTask task = failed.task();
    getContext().getLog().debug("Chunk {}: {}", task.index(), failed.why().reason());
    underWay.put(task, failed.why());
    supervisor.tell(new RunMessage.AttemptFailed(task.run(), failed.why()));
    return this;
  }

  private Behavior<Command> onEnded(Ended ended) {
    if (underWay.remove(ended.task()) != null) {
      supervisor.tell(
          new RunMessage.ChunkEnded(ended.task(), ended.outcome(), getContext().getSelf()));
    }
    return this;
  }

  /** A fetcher that stops without having ended has used up its attempts. */
  private Behavior<Command> onFetcherGone(FetcherGone gone) {
    ChunkOutcome.GaveUp why = underWay.get(gone.task());
    return why == null ? this : onEnded(new Ended(gone.task(), why));
  }

  private BlockFetcher.Listener listener(ChunkTask task) {
    ActorRef<Command> self = getContext().getSelf();
    return new BlockFetcher.Listener() {
      @Override
      public void attemptFailed(ChunkOutcome.GaveUp why) {
        self.tell(new AttemptFailed(task, why));
      }

      @Override
      public void ended(ChunkOutcome outcome) {
        self.tell(new Ended(task, outcome));
      }
    };
  }
}
