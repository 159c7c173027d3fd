package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ChunkCoordinatorTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
  private static final ManualTime TIME = ManualTime.get(KIT.system());
  private static final ChunkOutcome.GaveUp FAILED = new ChunkOutcome.GaveUp("timeout", "too slow");
  private static final ChunkOutcome STORED = new ChunkOutcome.Stored(9, 10);

  /** A fetcher that does what the test says. */
  private record Worker(
      ChunkTask task, BlockFetcher.Listener listener, ActorRef<BlockFetcher.Command> ref) {

    /** It stops, as one that has used up its attempts. */
    void stop() {
      ref.unsafeUpcast().tell(new Stop());
    }
  }

  private record Stop() {}

  private final TestProbe<RunMessage> supervisor = KIT.createTestProbe();
  private final TestProbe<Worker> workers = KIT.createTestProbe();

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @Test
  void asksForWorkAndReportsWhatEndedWithWhatIsStillUnderWay() {
    ActorRef<ChunkCoordinator.Command> coordinator = coordinator(2);
    supervisor.expectMessage(report(coordinator, 2, List.of()));

    coordinator.tell(work(task(1), task(2)));
    List<Worker> both = List.of(workers.receiveMessage(), workers.receiveMessage());
    supervisor.expectNoMessage(Duration.ofMillis(20));

    both.stream()
        .filter(worker -> worker.task().equals(task(1)))
        .forEach(worker -> worker.listener().ended(STORED));

    supervisor.expectMessage(report(coordinator, 2, List.of(2L), ended(1, STORED)));
    supervisor.expectNoMessage(Duration.ofMillis(20));
  }

  @Test
  void reportsAnOutcomeUntilItWasHeard() {
    ActorRef<ChunkCoordinator.Command> coordinator = started();
    coordinator.tell(work(task(1)));
    workers.receiveMessage().listener().ended(STORED);
    supervisor.expectMessage(report(coordinator, 1, List.of(), ended(1, STORED)));

    TIME.timePasses(ChunkCoordinator.REPORT_EVERY);
    supervisor.expectMessage(report(coordinator, 1, List.of(), ended(1, STORED)));

    coordinator.tell(work(task(2)));
    workers.receiveMessage();
    TIME.timePasses(ChunkCoordinator.REPORT_EVERY);
    supervisor.expectMessage(report(coordinator, 1, List.of(2L)));
  }

  @Test
  void beginsWorkOnceHoweverOftenItIsTold() {
    ActorRef<ChunkCoordinator.Command> coordinator = coordinator(3);
    coordinator.tell(work(task(1)));
    coordinator.tell(work(task(1)));
    coordinator.tell(work(task(1), task(3)));
    assertThat(List.of(workers.receiveMessage().task(), workers.receiveMessage().task()))
        .containsExactlyInAnyOrder(task(1), task(3));

    // What was told in between was lost, and its tickets are with others by now.
    coordinator.tell(work(task(2), task(3)));

    workers.expectNoMessage(Duration.ofMillis(20));
  }

  @Test
  void failedAttemptsAreReportedAndTheLastIsWhyAChunkIsGivenUp() {
    ActorRef<ChunkCoordinator.Command> coordinator = started();
    coordinator.tell(work(task(1)));
    Worker worker = workers.receiveMessage();

    worker.listener().attemptFailed(new ChunkOutcome.GaveUp("refused", "earlier"));
    worker.listener().attemptFailed(FAILED);
    worker.stop();

    assertThat(supervisor.expectMessageClass(RunMessage.AttemptFailed.class).why().reason())
        .isEqualTo("earlier");
    supervisor.expectMessage(new RunMessage.AttemptFailed(1, FAILED));
    supervisor.expectMessage(report(coordinator, 1, List.of(), ended(1, FAILED)));
  }

  @Test
  void aFetcherThatCrashesFreesItsSlot() {
    ActorRef<ChunkCoordinator.Command> coordinator =
        started(
            Behaviors.setup(
                context -> {
                  throw new IllegalStateException("a fault of ours");
                }));

    coordinator.tell(work(task(1)));

    ChunkOutcome.GaveUp unexpected =
        new ChunkOutcome.GaveUp("internal", "the fetcher stopped unexpectedly");
    supervisor.expectMessage(report(coordinator, 1, List.of(), ended(1, unexpected)));
    coordinator.tell(work(task(2)));
    supervisor.expectMessage(report(coordinator, 1, List.of(), ended(2, unexpected)));
  }

  @Test
  void theSameChunkCanBeWorkedOnAgainAtOnce() {
    ActorRef<ChunkCoordinator.Command> coordinator = started();
    coordinator.tell(work(task(1)));
    Worker first = workers.receiveMessage();
    first.listener().ended(STORED);
    supervisor.expectMessageClass(RunMessage.Report.class);
    ChunkTask again = new ChunkTask(1, 99, 1, task(1).index(), 0, 9);

    coordinator.tell(work(again));

    Worker second = workers.receiveMessage();
    first.stop();
    second.listener().ended(STORED);
    supervisor.expectMessage(
        report(coordinator, 1, List.of(), new RunMessage.ChunkEnded(again, STORED)));
    supervisor.expectNoMessage(Duration.ofMillis(20));
  }

  @Test
  void anEndIsReportedOnce() {
    ActorRef<ChunkCoordinator.Command> coordinator = started();
    coordinator.tell(work(task(1)));
    Worker worker = workers.receiveMessage();

    worker.listener().ended(STORED);
    worker.listener().ended(FAILED);
    worker.stop();

    supervisor.expectMessage(report(coordinator, 1, List.of(), ended(1, STORED)));
    supervisor.expectNoMessage(Duration.ofMillis(20));
  }

  @Test
  void theEndOfTheRunStopsTheFetchers() {
    ActorRef<ChunkCoordinator.Command> coordinator = started();
    coordinator.tell(work(task(1)));
    Worker worker = workers.receiveMessage();

    coordinator.tell(new ChunkCoordinator.Finish());

    supervisor.expectTerminated(coordinator);
    supervisor.expectTerminated(worker.ref());
  }

  @Test
  void theEndOfTheSupervisorStopsIt() {
    TestProbe<RunMessage> leaving = KIT.createTestProbe();
    ActorRef<ChunkCoordinator.Command> coordinator =
        KIT.spawn(ChunkCoordinator.create(1, 1, this::worker, leaving.ref(), new IngestMetrics()));

    leaving.stop();

    supervisor.expectTerminated(coordinator);
  }

  private static ChunkCoordinator.Work work(ChunkTask... tasks) {
    return new ChunkCoordinator.Work(List.of(tasks));
  }

  private static RunMessage.Report report(
      ActorRef<ChunkCoordinator.Command> coordinator,
      int slots,
      List<Long> underWay,
      RunMessage.ChunkEnded... ended) {
    return new RunMessage.Report(1, coordinator, slots, underWay, Arrays.asList(ended));
  }

  private static RunMessage.ChunkEnded ended(long ticket, ChunkOutcome outcome) {
    return new RunMessage.ChunkEnded(task(ticket), outcome);
  }

  private ActorRef<ChunkCoordinator.Command> coordinator(int slots) {
    return KIT.spawn(
        ChunkCoordinator.create(1, slots, this::worker, supervisor.ref(), new IngestMetrics()));
  }

  private ActorRef<ChunkCoordinator.Command> started() {
    ActorRef<ChunkCoordinator.Command> coordinator = coordinator(1);
    supervisor.expectMessageClass(RunMessage.Report.class);
    return coordinator;
  }

  private ActorRef<ChunkCoordinator.Command> started(Behavior<BlockFetcher.Command> fetcher) {
    ActorRef<ChunkCoordinator.Command> coordinator =
        KIT.spawn(
            ChunkCoordinator.create(
                1, 1, (task, listener) -> fetcher, supervisor.ref(), new IngestMetrics()));
    supervisor.expectMessageClass(RunMessage.Report.class);
    return coordinator;
  }

  private Behavior<BlockFetcher.Command> worker(ChunkTask task, BlockFetcher.Listener listener) {
    return Behaviors.setup(
        context -> {
          workers.ref().tell(new Worker(task, listener, context.getSelf()));
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
