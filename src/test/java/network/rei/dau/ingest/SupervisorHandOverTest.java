package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.Receptionist;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import network.rei.dau.stats.StatsStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A supervisor of a cluster whose node does not reach the store, or its endpoints. */
class SupervisorHandOverTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
  private static final ManualTime TIME = ManualTime.get(KIT.system());

  private final AtomicInteger handOvers = new AtomicInteger();
  private final TestProbe<IngestWorker.Command> here = KIT.createTestProbe();
  private final TestProbe<IngestWorker.Command> there = KIT.createTestProbe();
  private final ActorRef<StatsSupervisor.Command> supervisor =
      KIT.spawn(
          StatsSupervisor.ofCluster(
              new StatsSupervisor.Dependencies(
                  TestSettings.notFollowing(),
                  new TestChain(5000),
                  KIT.<StatsStore.Command>createTestProbe().ref(),
                  Clock.systemUTC(),
                  new IngestMetrics()),
              handOvers::incrementAndGet));

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @Test
  void shouldHandOverWhileAnotherNodeReachesTheStoreAndOnlyThen() {
    register(here, Optional.of(WorkerObstacle.STORE));
    TIME.timePasses(Duration.ofSeconds(20));
    assertThat(status().problems()).as("no other node is there").noneMatch(this::isExclusion);
    assertThat(handOvers).hasValue(0);

    register(there, Optional.empty());
    awaitExclusion();
    TIME.timePasses(Duration.ofSeconds(20));
    IngestWorker.Try attempt = there.expectMessageClass(IngestWorker.Try.class);
    assertThat(attempt.obstacle()).isEqualTo(WorkerObstacle.STORE);
    assertThat(handOvers).as("the other node has not replied").hasValue(0);

    reply(attempt);
    reply(attempt);

    await().until(() -> handOvers.get() == 1);
    status();
    assertThat(handOvers).hasValue(1);
  }

  @Test
  void shouldHandOverOnceItsEndpointsWereTriedAgainAfterAnotherNodeReachedItsOwn() {
    register(here, Optional.of(WorkerObstacle.ENDPOINTS));
    register(there, Optional.empty());
    awaitExclusion();
    TIME.timePasses(Duration.ofSeconds(4));
    IngestWorker.Try attempt = there.expectMessageClass(IngestWorker.Try.class);
    assertThat(attempt.obstacle()).isEqualTo(WorkerObstacle.ENDPOINTS);
    reply(attempt);
    status();

    TIME.timePasses(Duration.ofSeconds(70));
    reply(attempt);
    status();
    assertThat(handOvers).as("an endpoint may not have been tried again").hasValue(0);

    TIME.timePasses(Duration.ofSeconds(6));
    reply(there.expectMessageClass(IngestWorker.Try.class));

    await().until(() -> handOvers.get() == 1);
  }

  private void awaitExclusion() {
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> status().problems().stream().anyMatch(this::isExclusion));
  }

  private static void reply(IngestWorker.Try attempt) {
    attempt.supervisor().tell(new StatsSupervisor.Unhindered(attempt.obstacle()));
  }

  private boolean isExclusion(String problem) {
    return problem.contains(" receives no chunks: ");
  }

  private void register(TestProbe<IngestWorker.Command> worker, Optional<WorkerObstacle> obstacle) {
    KIT.system().receptionist().tell(Receptionist.register(IngestWorker.KEY, worker.ref()));
    obstacle.ifPresent(
        present ->
            KIT.system().receptionist().tell(Receptionist.register(present.key(), worker.ref())));
  }

  @AfterEach
  void stop() {
    KIT.stop(supervisor);
    here.stop();
    there.stop();
    TestProbe<Receptionist.Listing> listings = KIT.createTestProbe();
    KIT.system().receptionist().tell(Receptionist.subscribe(IngestWorker.KEY, listings.ref()));
    await().until(() -> listings.receiveMessage().getServiceInstances(IngestWorker.KEY).isEmpty());
    listings.stop();
  }

  private IngestStatus status() {
    TestProbe<IngestStatus> replyTo = KIT.createTestProbe();
    supervisor.tell(new StatsSupervisor.GetStatus(replyTo.ref()));
    return replyTo.receiveMessage();
  }
}
