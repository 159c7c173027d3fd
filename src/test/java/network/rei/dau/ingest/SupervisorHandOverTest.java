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
import java.util.concurrent.atomic.AtomicInteger;
import network.rei.dau.stats.StatsStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A supervisor of a cluster whose node does not reach the store. */
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
    register(here, true);
    TIME.timePasses(Duration.ofSeconds(20));
    assertThat(status().problems()).as("no other node is there").noneMatch(this::isExclusion);
    assertThat(handOvers).hasValue(0);

    register(there, false);
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> status().problems().stream().anyMatch(this::isExclusion));
    TIME.timePasses(Duration.ofSeconds(20));
    IngestWorker.FindStore find = there.expectMessageClass(IngestWorker.FindStore.class);
    assertThat(handOvers).as("the other node has not replied").hasValue(0);

    find.supervisor().tell(new StatsSupervisor.StoreReached());
    find.supervisor().tell(new StatsSupervisor.StoreReached());

    await().until(() -> handOvers.get() == 1);
    status();
    assertThat(handOvers).hasValue(1);
  }

  private boolean isExclusion(String problem) {
    return problem.endsWith("receives no chunks: it does not reach the store");
  }

  private static void register(TestProbe<IngestWorker.Command> worker, boolean withoutStore) {
    KIT.system().receptionist().tell(Receptionist.register(IngestWorker.KEY, worker.ref()));
    if (withoutStore) {
      KIT.system()
          .receptionist()
          .tell(Receptionist.register(WorkerObstacle.STORE.key(), worker.ref()));
    }
  }

  private IngestStatus status() {
    TestProbe<IngestStatus> replyTo = KIT.createTestProbe();
    supervisor.tell(new StatsSupervisor.GetStatus(replyTo.ref()));
    return replyTo.receiveMessage();
  }
}
