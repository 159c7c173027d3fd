package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import network.rei.dau.cluster.CborSerializable;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.observability.actor.InstrumentedMailbox;

/**
 * Does one run's work on this node: tells the supervisor what it has under way and how chunks
 * ended, is told what to work on, and has a {@link BlockFetcher} work on each chunk. Stops when it
 * is told that the run is over, and when the supervisor is gone.
 *
 * <p>Between nodes a message may be lost. So each of the two always says the whole: {@link
 * RunMessage.Report} holds all that is under way here and every outcome that was not heard yet,
 * {@link Work} all that is to be done here. The next one makes up for any that was lost, and a
 * report goes out every {@link #REPORT_EVERY}, whatever happens.
 */
final class ChunkCoordinator extends AbstractBehavior<ChunkCoordinator.Command> {

  /** What it is told. */
  sealed interface Command {}

  /**
   * All that it is to work on. An outcome that it has reported, of a task that is not among these,
   * was heard.
   */
  record Work(List<ChunkTask> tasks) implements Command, CborSerializable {}

  /** The run is over: stop. */
  record Finish() implements Command, CborSerializable {}

  private record AttemptFailed(ChunkTask task, ChunkOutcome.GaveUp why) implements Command {}

  private record Ended(ChunkTask task, ChunkOutcome outcome) implements Command {}

  private record FetcherGone(ChunkTask task) implements Command {}

  private enum ReportDue implements Command {
    INSTANCE
  }

  /** At the least. */
  static final Duration REPORT_EVERY = Duration.ofSeconds(2);

  private final long run;
  private final int slots;
  private final BiFunction<ChunkTask, BlockFetcher.Listener, Behavior<BlockFetcher.Command>>
      fetchers;
  private final ActorRef<? super RunMessage> supervisor;
  private final IngestMetrics counts;

  /** For each task under way why its last attempt failed. */
  private final Map<ChunkTask, ChunkOutcome.GaveUp> underWay = new HashMap<>();

  /** By ticket, until the supervisor has heard of it. */
  private final Map<Long, RunMessage.ChunkEnded> ended = new TreeMap<>();

  /** Of all that was begun. Later work has higher ones. */
  private long highestTicket;

  /**
   * @param run that it works for
   * @param slots chunks at once
   * @param fetchers makes the behavior that works on a task
   * @param supervisor where chunks come from and outcomes go
   * @param counts of chunks that ended
   */
  static Behavior<Command> create(
      long run,
      int slots,
      BiFunction<ChunkTask, BlockFetcher.Listener, Behavior<BlockFetcher.Command>> fetchers,
      ActorRef<? super RunMessage> supervisor,
      IngestMetrics counts) {
    return Instrumented.as(
        "ChunkCoordinator",
        Command.class,
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new ChunkCoordinator(
                            context, timers, run, slots, fetchers, supervisor, counts))));
  }

  private ChunkCoordinator(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      long run,
      int slots,
      BiFunction<ChunkTask, BlockFetcher.Listener, Behavior<BlockFetcher.Command>> fetchers,
      ActorRef<? super RunMessage> supervisor,
      IngestMetrics counts) {
    super(context);
    this.run = run;
    this.slots = slots;
    this.fetchers = fetchers;
    this.supervisor = supervisor;
    this.counts = counts;
    context.watchWith(supervisor, new Finish());
    timers.startTimerWithFixedDelay(ReportDue.INSTANCE, REPORT_EVERY);
    report();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Work.class, this::onWork)
        .onMessage(AttemptFailed.class, this::onAttemptFailed)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(FetcherGone.class, this::onFetcherGone)
        .onMessageEquals(ReportDue.INSTANCE, this::report)
        .onMessage(Finish.class, finish -> Behaviors.stopped())
        .build();
  }

  private Behavior<Command> onWork(Work work) {
    Set<Long> tickets = work.tasks().stream().map(ChunkTask::ticket).collect(Collectors.toSet());
    ended.keySet().retainAll(tickets);
    long begun = highestTicket;
    work.tasks().stream().filter(task -> task.ticket() > begun).forEach(this::begin);
    return this;
  }

  private void begin(ChunkTask task) {
    highestTicket = Math.max(highestTicket, task.ticket());
    underWay.put(
        task, new ChunkOutcome.GaveUp(Failures.INTERNAL, "the fetcher stopped unexpectedly"));
    ActorRef<BlockFetcher.Command> fetcher =
        getContext()
            .spawn(
                fetchers.apply(task, listener(task)),
                "chunk-" + task.index() + "-ticket-" + task.ticket(),
                InstrumentedMailbox.of("BlockFetcher"));
    getContext().watchWith(fetcher, new FetcherGone(task));
  }

  private Behavior<Command> onAttemptFailed(AttemptFailed failed) {
    ChunkTask task = failed.task();
    underWay.put(task, failed.why());
    supervisor.tell(new RunMessage.AttemptFailed(run, failed.why()));
    return this;
  }

  private Behavior<Command> onEnded(Ended end) {
    if (underWay.remove(end.task()) != null) {
      counts.chunkEnded(end.outcome());
      ended.put(end.task().ticket(), new RunMessage.ChunkEnded(end.task(), end.outcome()));
      report();
    }
    return this;
  }

  /** A fetcher that stops without having ended has used up its attempts. */
  private Behavior<Command> onFetcherGone(FetcherGone gone) {
    ChunkOutcome.GaveUp why = underWay.get(gone.task());
    return why == null ? this : onEnded(new Ended(gone.task(), why));
  }

  private Behavior<Command> report() {
    List<Long> tickets = underWay.keySet().stream().map(ChunkTask::ticket).sorted().toList();
    supervisor.tell(
        new RunMessage.Report(
            run, getContext().getSelf(), slots, tickets, List.copyOf(ended.values())));
    return this;
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
