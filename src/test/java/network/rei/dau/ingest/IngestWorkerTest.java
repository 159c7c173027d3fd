package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.pattern.StatusReply;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.stats.StatsStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IngestWorkerTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
  private static final ManualTime TIME = ManualTime.get(KIT.system());

  private final IngestWorker.Dependencies dependencies =
      new IngestWorker.Dependencies(
          TestSettings.notFollowing(),
          new TestChain(5000),
          KIT.<StatsStore.Command>createTestProbe().ref(),
          Clock.systemUTC(),
          new IngestMetrics());
  private final AtomicInteger leaves = new AtomicInteger();
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
    TestProbe<Receptionist.Listing> listings = registered();

    Awaitility.await()
        .until(
            () -> listings.receiveMessage().getServiceInstances(IngestWorker.KEY).contains(worker));
  }

  @Test
  void shouldLeaveTheClusterOnceIfItIsNotListed() {
    TestProbe<Receptionist.Listing> listings = registered();
    awaitListing(listings, true);
    TIME.timePasses(Duration.ofSeconds(2 * IngestWorker.CHECKS_UNTIL_LISTED));
    begin(1);
    supervisor.expectMessageClass(RunMessage.Report.class);
    assertThat(leaves).as("it is listed").hasValue(0);

    KIT.system().receptionist().tell(Receptionist.deregister(IngestWorker.KEY, worker));
    awaitListing(listings, false);
    begin(2);
    supervisor.expectMessageClass(RunMessage.Report.class);
    TIME.timePasses(Duration.ofSeconds(IngestWorker.CHECKS_UNTIL_LISTED - 1));
    begin(3);
    supervisor.expectMessageClass(RunMessage.Report.class);
    assertThat(leaves).hasValue(0);
    TIME.timePasses(Duration.ofSeconds(IngestWorker.CHECKS_UNTIL_LISTED));

    Awaitility.await().until(() -> leaves.get() == 1);
  }

  @Test
  void shouldBeKnownToLackTheStoreAndItsEndpointsForAsLongAsThatLasts() {
    KIT.stop(worker);
    AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.of("away"));
    TestChain chain = new TestChain(5000);
    chain.endpoints(WorkerObstaclesTest.endpoint(EndpointStatus.State.COOLING_DOWN));
    worker =
        KIT.spawn(
            IngestWorker.registered(
                new IngestWorker.Dependencies(
                    dependencies.settings(),
                    chain,
                    KIT.spawn(reachability(failure)),
                    Clock.systemUTC(),
                    dependencies.metrics()),
                leaves::incrementAndGet));

    awaitListed(true);
    assertThat(dependencies.metrics().obstacles()).containsExactly(WorkerObstacle.values());
    Awaitility.await("a request that shows whether an endpoint answers")
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              TIME.timePasses(Duration.ofSeconds(1));
              return chain.newestCalls() > 0;
            });

    failure.set(Optional.empty());
    chain.endpoints(WorkerObstaclesTest.endpoint(EndpointStatus.State.HEALTHY));
    awaitListed(false);
    assertThat(dependencies.metrics().obstacles()).isEmpty();
  }

  @Test
  void shouldReplyIfItCanReadTheStoreNow() {
    KIT.stop(worker);
    AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.of("away"));
    worker =
        KIT.spawn(
            IngestWorker.create(
                new IngestWorker.Dependencies(
                    dependencies.settings(),
                    new TestChain(5000),
                    KIT.spawn(reachability(failure)),
                    Clock.systemUTC(),
                    dependencies.metrics())));

    worker.tell(new IngestWorker.Try(WorkerObstacle.STORE, supervisor.ref()));
    supervisor.expectNoMessage(Duration.ofMillis(50));

    failure.set(Optional.empty());
    worker.tell(new IngestWorker.Try(WorkerObstacle.STORE, supervisor.ref()));
    supervisor.expectMessage(new StatsSupervisor.Unhindered(WorkerObstacle.STORE));
  }

  /** Replaces the worker by one of a cluster, and returns a subscriber of the listed workers. */
  private TestProbe<Receptionist.Listing> registered() {
    KIT.stop(worker);
    worker = KIT.spawn(IngestWorker.registered(dependencies, leaves::incrementAndGet));
    TestProbe<Receptionist.Listing> listings = KIT.createTestProbe();
    KIT.system().receptionist().tell(Receptionist.subscribe(IngestWorker.KEY, listings.ref()));
    return listings;
  }

  /** Returns once all subscribers, of which the worker is one, have received the listing. */
  private void awaitListing(TestProbe<Receptionist.Listing> listings, boolean listed) {
    Awaitility.await()
        .until(
            () ->
                listings.receiveMessage().getServiceInstances(IngestWorker.KEY).contains(worker)
                    == listed);
    TestProbe<Receptionist.Listing> later = KIT.createTestProbe();
    KIT.system().receptionist().tell(Receptionist.find(IngestWorker.KEY, later.ref()));
    later.receiveMessage();
  }

  private static Behavior<StatsStore.Command> reachability(
      AtomicReference<Optional<String>> failure) {
    return Behaviors.receive(StatsStore.Command.class)
        .onMessage(
            StatsStore.GetReachability.class,
            get -> {
              get.replyTo().tell(new StatsStore.Reachability(failure.get().isEmpty()));
              return Behaviors.same();
            })
        .onMessage(
            StatsStore.GetNewest.class,
            get -> {
              get.replyTo()
                  .tell(
                      failure
                          .get()
                          .map(StatusReply::<Ledger>error)
                          .orElseGet(() -> StatusReply.success(Ledger.empty())));
              return Behaviors.same();
            })
        .build();
  }

  private void awaitListed(boolean listed) {
    TestProbe<Receptionist.Listing> listings = KIT.createTestProbe();
    for (WorkerObstacle obstacle : WorkerObstacle.values()) {
      Awaitility.await(obstacle.label())
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> {
                TIME.timePasses(Duration.ofSeconds(1));
                KIT.system().receptionist().tell(Receptionist.find(obstacle.key(), listings.ref()));
                return listings
                        .receiveMessage()
                        .getServiceInstances(obstacle.key())
                        .contains(worker)
                    == listed;
              });
    }
  }

  private void begin(long run) {
    worker.tell(new IngestWorker.Begin(run, supervisor.ref(), Optional.empty()));
  }
}
