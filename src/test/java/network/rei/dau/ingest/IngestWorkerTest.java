package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.Receptionist;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import network.rei.dau.stats.StatsStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IngestWorkerTest {

  private static final ActorTestKit KIT = ActorTestKit.create();

  private final IngestWorker.Dependencies dependencies =
      new IngestWorker.Dependencies(
          TestSettings.notFollowing(),
          new TestChain(5000),
          KIT.<StatsStore.Command>createTestProbe().ref(),
          Clock.systemUTC(),
          new IngestMetrics());
  private final TestProbe<StatsSupervisor.Command> supervisor = KIT.createTestProbe();
  private ActorRef<IngestWorker.Command> worker = KIT.spawn(IngestWorker.create(dependencies));

  @AfterEach
  void stop() {
    KIT.stop(worker);
  }

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @Test
  void shouldSpawnOneCoordinatorHoweverOftenARunIsAnnounced() {
    begin(1);
    begin(1);

    RunMessage.Report report = supervisor.expectMessageClass(RunMessage.Report.class);
    assertThat(report.run()).isEqualTo(1);
    assertThat(report.slots()).isEqualTo(dependencies.settings().slots());
    supervisor.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void shouldStopTheCoordinatorOfAnEarlierRun() {
    begin(1);
    ActorRef<ChunkCoordinator.Command> first =
        supervisor.expectMessageClass(RunMessage.Report.class).coordinator();

    begin(2);

    supervisor.expectTerminated(first);
    assertThat(supervisor.expectMessageClass(RunMessage.Report.class).run()).isEqualTo(2);
  }

  @Test
  void shouldSpawnAnotherCoordinatorIfTheRunIsStillInProgress() {
    begin(1);
    ActorRef<ChunkCoordinator.Command> first =
        supervisor.expectMessageClass(RunMessage.Report.class).coordinator();
    first.tell(new ChunkCoordinator.Finish());
    supervisor.expectTerminated(first);

    Awaitility.await()
        .until(
            () -> {
              begin(1);
              return !supervisor
                  .expectMessageClass(RunMessage.Report.class)
                  .coordinator()
                  .equals(first);
            });
  }

  @Test
  void shouldBeFoundByTheSupervisorOfTheCluster() {
    KIT.stop(worker);
    worker = KIT.spawn(IngestWorker.registered(dependencies));
    TestProbe<Receptionist.Listing> listings = KIT.createTestProbe();
    KIT.system().receptionist().tell(Receptionist.subscribe(IngestWorker.KEY, listings.ref()));

    Awaitility.await()
        .until(
            () -> listings.receiveMessage().getServiceInstances(IngestWorker.KEY).contains(worker));
  }

  private void begin(long run) {
    worker.tell(new IngestWorker.Begin(run, supervisor.ref(), Optional.empty()));
  }
}
