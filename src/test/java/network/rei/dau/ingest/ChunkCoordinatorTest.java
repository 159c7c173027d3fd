package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ChunkCoordinatorTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
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
  void eachSlotPullsOnceAndAgainOnlyWhenItsChunkHasEnded() {
    ActorRef<ChunkCoordinator.Command> coordinator = coordinator(2);
    supervisor.expectMessage(new RunMessage.Pulled(1, coordinator));
    supervisor.expectMessage(new RunMessage.Pulled(1, coordinator));

    coordinator.tell(new ChunkCoordinator.Fetch(task(1)));
    coordinator.tell(new ChunkCoordinator.Fetch(task(2)));
    Worker first = workers.receiveMessage();
    workers.receiveMessage();
    supervisor.expectNoMessage(Duration.ofMillis(20));

    first.listener().ended(STORED);

    supervisor.expectMessage(new RunMessage.ChunkEnded(task(1), STORED, coordinator));
    supervisor.expectNoMessage(Duration.ofMillis(20));
  }

  @Test
  void failedAttemptsAreReportedAndTheLastIsWhyAChunkIsGivenUp() {
    ActorRef<ChunkCoordinator.Command> coordinator = started();
    coordinator.tell(new ChunkCoordinator.Fetch(task(1)));
    Worker worker = workers.receiveMessage();

    worker.listener().attemptFailed(new ChunkOutcome.GaveUp("refused", "earlier"));
    worker.listener().attemptFailed(FAILED);
    worker.stop();

    assertThat(supervisor.expectMessageClass(RunMessage.AttemptFailed.class).why().reason())
        .isEqualTo("earlier");
    supervisor.expectMessage(new RunMessage.AttemptFailed(1, FAILED));
    supervisor.expectMessage(new RunMessage.ChunkEnded(task(1), FAILED, coordinator));
  }

  @Test
  void aFetcherThatCrashesFreesItsSlot() {
    ActorRef<ChunkCoordinator.Command> coordinator =
        started(
            Behaviors.setup(
                context -> {
                  throw new IllegalStateException("a fault of ours");
                }));

    coordinator.tell(new ChunkCoordinator.Fetch(task(1)));

    ChunkOutcome.GaveUp unexpected =
        new ChunkOutcome.GaveUp("internal", "the fetcher stopped unexpectedly");
    supervisor.expectMessage(new RunMessage.ChunkEnded(task(1), unexpected, coordinator));
    coordinator.tell(new ChunkCoordinator.Fetch(task(2)));
    supervisor.expectMessage(new RunMessage.ChunkEnded(task(2), unexpected, coordinator));
  }

  @Test
  void theSameChunkCanBeWorkedOnAgainAtOnce() {
    ActorRef<ChunkCoordinator.Command> coordinator = started();
    coordinator.tell(new ChunkCoordinator.Fetch(task(1)));
    Worker first = workers.receiveMessage();
    first.listener().ended(STORED);
    supervisor.expectMessage(new RunMessage.ChunkEnded(task(1), STORED, coordinator));
    ChunkTask again = new ChunkTask(1, 99, 1, task(1).index(), 0, 9);

    coordinator.tell(new ChunkCoordinator.Fetch(again));

    Worker second = workers.receiveMessage();
    first.stop();
    second.listener().ended(STORED);
    supervisor.expectMessage(new RunMessage.ChunkEnded(again, STORED, coordinator));
    supervisor.expectNoMessage(Duration.ofMillis(20));
  }

  @Test
  void anEndIsReportedOnce() {
    ActorRef<ChunkCoordinator.Command> coordinator = started();
    coordinator.tell(new ChunkCoordinator.Fetch(task(1)));
    Worker worker = workers.receiveMessage();

    worker.listener().ended(STORED);
    worker.listener().ended(FAILED);
    worker.stop();

    supervisor.expectMessage(new RunMessage.ChunkEnded(task(1), STORED, coordinator));
    supervisor.expectNoMessage(Duration.ofMillis(20));
  }

  @Test
  void theEndOfTheRunStopsTheFetchers() {
    ActorRef<ChunkCoordinator.Command> coordinator = started();
    coordinator.tell(new ChunkCoordinator.Fetch(task(1)));
    Worker worker = workers.receiveMessage();

    coordinator.tell(ChunkCoordinator.Finish.INSTANCE);

    supervisor.expectTerminated(coordinator);
    supervisor.expectTerminated(worker.ref());
  }

  private ActorRef<ChunkCoordinator.Command> coordinator(int slots) {
    return KIT.spawn(ChunkCoordinator.create(1, slots, this::worker, supervisor.ref()));
  }

  private ActorRef<ChunkCoordinator.Command> started() {
    ActorRef<ChunkCoordinator.Command> coordinator = coordinator(1);
    supervisor.expectMessageClass(RunMessage.Pulled.class);
    return coordinator;
  }

  private ActorRef<ChunkCoordinator.Command> started(Behavior<BlockFetcher.Command> fetcher) {
    ActorRef<ChunkCoordinator.Command> coordinator =
        KIT.spawn(ChunkCoordinator.create(1, 1, (task, listener) -> fetcher, supervisor.ref()));
    supervisor.expectMessageClass(RunMessage.Pulled.class);
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
