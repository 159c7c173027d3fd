package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import network.rei.dau.cluster.CborSerializable;
import network.rei.dau.ingest.run.ChunkOutcome;
import network.rei.dau.ingest.run.ChunkTask;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.observability.actor.InstrumentedMailbox;
import network.rei.dau.observability.trace.Tracing;

/**
 * Fetches the chunks of one run on this node: spawns a {@link BlockFetcher} for each chunk that the
 * {@link StatsSupervisor} assigns, and reports how they ended. Stops when the run is over, or when
 * the supervisor is gone.
 *
 * <p>Messages between nodes may be lost, so both sides always send their whole state: {@link
 * RunMessage.Report} holds all tickets in progress and every outcome that was not acknowledged,
 * {@link Work} all tasks. The next message makes up for a lost one, and a report is sent at least
 * every {@link #REPORT_INTERVAL}.
 */
public final class ChunkCoordinator extends AbstractBehavior<ChunkCoordinator.Command> {

  public sealed interface Command {}

  /**
   * All tasks that the coordinator is to work on. It acknowledges each reported outcome whose task
   * it leaves out, and ends the work on any other task that it leaves out.
   */
  record Work(List<ChunkTask> tasks) implements Command, CborSerializable {}

  /** The run is over. */
  record Finish() implements Command, CborSerializable {}

  /** A fetcher's attempt has failed; another may follow. */
  record AttemptFailed(ChunkTask task, ChunkOutcome.GaveUp why) implements Command {}

  /** A fetcher has ended its work. Reports carry it to the supervisor. */
  public record ChunkEnded(ChunkTask task, ChunkOutcome outcome) implements Command {}

  private record FetcherStopped(ChunkTask task) implements Command {}

  private enum ReportDue implements Command {
    INSTANCE
  }

  /** Creates the behavior that works on a task, within a span, and reports to the coordinator. */
  @FunctionalInterface
  interface FetcherFactory {
    Behavior<BlockFetcher.Command> create(ChunkTask task, Span span, ActorRef<Command> coordinator);
  }

  private record InProgress(
      ActorRef<BlockFetcher.Command> fetcher, Span span, ChunkOutcome.GaveUp lastFailure) {}

  static final Duration REPORT_INTERVAL = Duration.ofSeconds(2);

  private static final ChunkOutcome.GaveUp STOPPED_UNEXPECTEDLY =
      new ChunkOutcome.GaveUp(IngestFailureType.INTERNAL, "the fetcher stopped unexpectedly");

  private final long run;
  private final int slots;
  private final FetcherFactory fetchers;
  private final ActorRef<? super RunMessage> supervisor;
  private final Context runSpan;
  private final IngestMetrics metrics;

  /** The tasks in progress, each with its fetcher and the failure of its last attempt. */
  private final Map<ChunkTask, InProgress> inProgress = new HashMap<>();

  /** The outcomes that are not acknowledged, by ticket. */
  private final Map<Long, ChunkEnded> unacknowledged = new TreeMap<>();

  /** The highest ticket that was started. Later tasks have higher ones. */
  private long highestTicket;

  /**
   * @param run the number of the run
   * @param slots the number of chunks to work on at the same time
   * @param supervisor assigns chunks and receives reports
   * @param runSpan the context of the span of the run
   */
  static Behavior<Command> create(
      long run,
      int slots,
      FetcherFactory fetchers,
      ActorRef<? super RunMessage> supervisor,
      Context runSpan,
      IngestMetrics metrics) {
    return Instrumented.as(
        "ChunkCoordinator",
        Command.class,
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new ChunkCoordinator(
                            context, timers, run, slots, fetchers, supervisor, runSpan, metrics))));
  }

  private ChunkCoordinator(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      long run,
      int slots,
      FetcherFactory fetchers,
      ActorRef<? super RunMessage> supervisor,
      Context runSpan,
      IngestMetrics metrics) {
    super(context);
    this.run = run;
    this.slots = slots;
    this.fetchers = fetchers;
    this.supervisor = supervisor;
    this.runSpan = runSpan;
    this.metrics = metrics;
    context.watchWith(supervisor, new Finish());
    timers.startTimerWithFixedDelay(ReportDue.INSTANCE, REPORT_INTERVAL);
    report();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Work.class, this::onWork)
        .onMessage(AttemptFailed.class, this::onAttemptFailed)
        .onMessage(ChunkEnded.class, this::onChunkEnded)
        .onMessage(FetcherStopped.class, this::onFetcherStopped)
        .onMessageEquals(ReportDue.INSTANCE, this::report)
        .onMessage(Finish.class, finish -> Behaviors.stopped())
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Command> onWork(Work work) {
    Set<Long> tickets = work.tasks().stream().map(ChunkTask::ticket).collect(Collectors.toSet());
    unacknowledged.keySet().retainAll(tickets);
    List.copyOf(inProgress.keySet()).stream()
        .filter(task -> !tickets.contains(task.ticket()))
        .forEach(this::cancel);
    long started = highestTicket;
    work.tasks().stream().filter(task -> task.ticket() > started).forEach(this::start);
    return this;
  }

  private void start(ChunkTask task) {
    highestTicket = Math.max(highestTicket, task.ticket());
    Span span =
        Tracing.of(getContext().getSystem())
            .tracer()
            .spanBuilder("chunk")
            .setParent(runSpan)
            .setAttribute("rei_dau.run", run)
            .setAttribute("rei_dau.chunk", task.index())
            .setAttribute("rei_dau.first_block", task.from())
            .setAttribute("rei_dau.last_block", task.to())
            .startSpan();
    ActorRef<BlockFetcher.Command> fetcher =
        getContext()
            .spawn(
                fetchers.create(task, span, getContext().getSelf()),
                "chunk-" + task.index() + "-ticket-" + task.ticket(),
                InstrumentedMailbox.of("BlockFetcher"));
    inProgress.put(task, new InProgress(fetcher, span, STOPPED_UNEXPECTEDLY));
    getContext().watchWith(fetcher, new FetcherStopped(task));
  }

  private void cancel(ChunkTask task) {
    InProgress canceled = inProgress.remove(task);
    canceled.span().setStatus(StatusCode.ERROR, "canceled").end();
    getContext().stop(canceled.fetcher());
  }

  private Behavior<Command> onAttemptFailed(AttemptFailed failed) {
    InProgress attempted = inProgress.get(failed.task());
    if (attempted != null) {
      inProgress.put(
          failed.task(), new InProgress(attempted.fetcher(), attempted.span(), failed.why()));
      attempted.span().addEvent("attempt failed: " + failed.why().type().label());
      supervisor.tell(new RunMessage.AttemptFailed(run, failed.why()));
    }
    return this;
  }

  private Behavior<Command> onChunkEnded(ChunkEnded ended) {
    InProgress worked = inProgress.remove(ended.task());
    if (worked != null) {
      end(worked.span(), ended.outcome());
      metrics.chunkEnded(ended.outcome());
      unacknowledged.put(ended.task().ticket(), ended);
      report();
    }
    return this;
  }

  private static void end(Span span, ChunkOutcome outcome) {
    if (outcome instanceof ChunkOutcome.GaveUp gaveUp) {
      span.setStatus(StatusCode.ERROR, gaveUp.reason());
      span.setAttribute("error.type", gaveUp.type().label());
    }
    span.end();
  }

  /** A fetcher that stops before its work has ended has used up its attempts. */
  private Behavior<Command> onFetcherStopped(FetcherStopped stopped) {
    InProgress attempted = inProgress.get(stopped.task());
    return attempted == null
        ? this
        : onChunkEnded(new ChunkEnded(stopped.task(), attempted.lastFailure()));
  }

  private Behavior<Command> onPostStop(PostStop stopped) {
    inProgress.values().forEach(fetching -> fetching.span().end());
    return this;
  }

  private Behavior<Command> report() {
    List<Long> tickets = inProgress.keySet().stream().map(ChunkTask::ticket).sorted().toList();
    supervisor.tell(
        new RunMessage.Report(
            run, getContext().getSelf(), slots, tickets, List.copyOf(unacknowledged.values())));
    return this;
  }
}
