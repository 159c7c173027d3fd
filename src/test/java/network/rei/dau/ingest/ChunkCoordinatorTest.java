package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import network.rei.dau.ingest.run.ChunkOutcome;
import network.rei.dau.ingest.run.ChunkTask;
import network.rei.dau.observability.trace.TraceContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ChunkCoordinatorTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
  private static final ManualTime TIME = ManualTime.get(KIT.system());
  private static final ChunkOutcome.GaveUp FAILED =
      new ChunkOutcome.GaveUp(IngestFailureType.TIMEOUT, "too slow");
  private static final ChunkOutcome STORED = new ChunkOutcome.Stored(9, 10);

  /** A fetcher that the test controls. */
  private record Fetcher(
      ChunkTask task,
      ActorRef<ChunkCoordinator.Command> coordinator,
      ActorRef<BlockFetcher.Command> ref) {

    void attemptFailed(ChunkOutcome.GaveUp why) {
      coordinator.tell(new ChunkCoordinator.AttemptFailed(task, why));
    }

    void ended(ChunkOutcome outcome) {
      coordinator.tell(new ChunkCoordinator.ChunkEnded(task, outcome));
    }

    /** Stops the fetcher as if its attempts were used up. */
    void stop() {
      ref.unsafeUpcast().tell(new Stop());
    }
  }

  private record Stop() {}

  private final TestProbe<RunMessage> supervisor = KIT.createTestProbe();
  private final TestProbe<Fetcher> fetchers = KIT.createTestProbe();

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @Test
  void shouldRequestWorkAndReportWhatEndedAndWhatIsInProgress() {
    ActorRef<ChunkCoordinator.Command> coordinator = coordinator(2);
    supervisor.expectMessage(report(coordinator, 2, List.of()));

    coordinator.tell(work(task(1), task(2)));
    List<Fetcher> both = List.of(fetchers.receiveMessage(), fetchers.receiveMessage());
    supervisor.expectNoMessage(Duration.ofMillis(20));

    both.stream()
        .filter(fetcher -> fetcher.task().equals(task(1)))
        .forEach(fetcher -> fetcher.ended(STORED));

    supervisor.expectMessage(report(coordinator, 2, List.of(2L), ended(1, STORED)));
    supervisor.expectNoMessage(Duration.ofMillis(20));
  }

  @Test
  void shouldReportAnOutcomeUntilItIsAcknowledged() {
    ActorRef<ChunkCoordinator.Command> coordinator = started();
    coordinator.tell(work(task(1)));
    fetchers.receiveMessage().ended(STORED);
    supervisor.expectMessage(report(coordinator, 1, List.of(), ended(1, STORED)));

    TIME.timePasses(ChunkCoordinator.REPORT_INTERVAL);
    supervisor.expectMessage(report(coordinator, 1, List.of(), ended(1, STORED)));

    coordinator.tell(work(task(2)));
    fetchers.receiveMessage();
    TIME.timePasses(ChunkCoordinator.REPORT_INTERVAL);
    supervisor.expectMessage(report(coordinator, 1, List.of(2L)));
  }

  @Test
  void shouldStartATaskOnceHoweverOftenItIsAssigned() {
    ActorRef<ChunkCoordinator.Command> coordinator = coordinator(3);
    coordinator.tell(work(task(1)));
    coordinator.tell(work(task(1)));
    coordinator.tell(work(task(1), task(3)));
    assertThat(List.of(fetchers.receiveMessage().task(), fetchers.receiveMessage().task()))
        .containsExactlyInAnyOrder(task(1), task(3));

    // A message in between was lost, and its tickets are assigned to other coordinators by now.
    coordinator.tell(work(task(2), task(3)));

    fetchers.expectNoMessage(Duration.ofMillis(20));
  }

  @Test
  void shouldReportFailedAttemptsAndGiveUpAChunkForTheLast() {
    ActorRef<ChunkCoordinator.Command> coordinator = started();
    coordinator.tell(work(task(1)));
    Fetcher fetcher = fetchers.receiveMessage();

    fetcher.attemptFailed(new ChunkOutcome.GaveUp(IngestFailureType.REFUSED, "earlier"));
    fetcher.attemptFailed(FAILED);
    fetcher.stop();

    assertThat(supervisor.expectMessageClass(RunMessage.AttemptFailed.class).why().reason())
        .isEqualTo("earlier");
    supervisor.expectMessage(new RunMessage.AttemptFailed(1, FAILED));
    supervisor.expectMessage(report(coordinator, 1, List.of(), ended(1, FAILED)));
  }

  @Test
  void shouldFreeTheSlotOfAFetcherThatCrashes() {
    ActorRef<ChunkCoordinator.Command> coordinator =
        started(
            Behaviors.setup(
                context -> {
                  throw new IllegalStateException("a bug");
                }));

    coordinator.tell(work(task(1)));

    ChunkOutcome.GaveUp unexpected =
        new ChunkOutcome.GaveUp(IngestFailureType.INTERNAL, "the fetcher stopped unexpectedly");
    supervisor.expectMessage(report(coordinator, 1, List.of(), ended(1, unexpected)));
    coordinator.tell(work(task(2)));
    supervisor.expectMessage(report(coordinator, 1, List.of(), ended(2, unexpected)));
  }

  @Test
  void shouldWorkOnTheSameChunkAgainAtOnce() {
    ActorRef<ChunkCoordinator.Command> coordinator = started();
    coordinator.tell(work(task(1)));
    Fetcher first = fetchers.receiveMessage();
    first.ended(STORED);
    supervisor.expectMessageClass(RunMessage.Report.class);
    ChunkTask again = new ChunkTask(1, 99, 1, task(1).index(), 0, 9);

    coordinator.tell(work(again));

    Fetcher second = fetchers.receiveMessage();
    first.stop();
    second.ended(STORED);
    supervisor.expectMessage(
        report(coordinator, 1, List.of(), new ChunkCoordinator.ChunkEnded(again, STORED)));
    supervisor.expectNoMessage(Duration.ofMillis(20));
  }

  @Test
  void shouldReportTheEndOfAChunkOnce() {
    ActorRef<ChunkCoordinator.Command> coordinator = started();
    coordinator.tell(work(task(1)));
    Fetcher fetcher = fetchers.receiveMessage();

    fetcher.ended(STORED);
    fetcher.ended(FAILED);
    fetcher.stop();

    supervisor.expectMessage(report(coordinator, 1, List.of(), ended(1, STORED)));
    supervisor.expectNoMessage(Duration.ofMillis(20));
  }

  @Test
  void shouldStopTheFetchersAtTheEndOfTheRun() {
    ActorRef<ChunkCoordinator.Command> coordinator = started();
    coordinator.tell(work(task(1)));
    Fetcher fetcher = fetchers.receiveMessage();

    coordinator.tell(new ChunkCoordinator.Finish());

    supervisor.expectTerminated(coordinator);
    supervisor.expectTerminated(fetcher.ref());
  }

  @Test
  void shouldStopWithTheSupervisor() {
    TestProbe<RunMessage> leaving = KIT.createTestProbe();
    ActorRef<ChunkCoordinator.Command> coordinator =
        KIT.spawn(
            ChunkCoordinator.create(
                1, 1, this::fetcher, leaving.ref(), TraceContext.none(), new IngestMetrics()));

    leaving.stop();

    supervisor.expectTerminated(coordinator);
  }

  private static ChunkCoordinator.Work work(ChunkTask... tasks) {
    return new ChunkCoordinator.Work(List.of(tasks));
  }

  private static RunMessage.Report report(
      ActorRef<ChunkCoordinator.Command> coordinator,
      int slots,
      List<Long> inProgress,
      ChunkCoordinator.ChunkEnded... ended) {
    return new RunMessage.Report(1, coordinator, slots, inProgress, Arrays.asList(ended));
  }

  private static ChunkCoordinator.ChunkEnded ended(long ticket, ChunkOutcome outcome) {
    return new ChunkCoordinator.ChunkEnded(task(ticket), outcome);
  }

  private ActorRef<ChunkCoordinator.Command> coordinator(int slots) {
    return KIT.spawn(
        ChunkCoordinator.create(
            1, slots, this::fetcher, supervisor.ref(), TraceContext.none(), new IngestMetrics()));
  }

  private ActorRef<ChunkCoordinator.Command> started() {
    ActorRef<ChunkCoordinator.Command> coordinator = coordinator(1);
    supervisor.expectMessageClass(RunMessage.Report.class);
    return coordinator;
  }

  private ActorRef<ChunkCoordinator.Command> started(Behavior<BlockFetcher.Command> behavior) {
    ActorRef<ChunkCoordinator.Command> coordinator =
        KIT.spawn(
            ChunkCoordinator.create(
                1,
                1,
                (task, span, parent) -> behavior,
                supervisor.ref(),
                TraceContext.none(),
                new IngestMetrics()));
    supervisor.expectMessageClass(RunMessage.Report.class);
    return coordinator;
  }

  private Behavior<BlockFetcher.Command> fetcher(
      ChunkTask task, Span span, ActorRef<ChunkCoordinator.Command> coordinator) {
    return Behaviors.setup(
        context -> {
          fetchers.ref().tell(new Fetcher(task, coordinator, context.getSelf()));
          return Behaviors.receive(Object.class)
              .onMessage(Stop.class, stop -> Behaviors.stopped())
              .build()
              .narrow();
        });
  }

  private static ChunkTask task(long ticket) {
    return new ChunkTask(1, ticket, 1, ticket, ticket * 10, ticket * 10 + 9);
  }
}
