package network.rei.dau.ingest.run;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import com.typesafe.config.ConfigFactory;
import java.util.Set;
import java.util.stream.IntStream;
import network.rei.dau.ingest.ChunkCoordinator;
import network.rei.dau.ingest.IngestWorker;
import network.rei.dau.ingest.WorkerObstacle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The supervisor is on the node of {@code here}; {@code there} is another one. */
class WorkerPoolTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  """
                  akka.actor.provider = remote
                  akka.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                  """)
              .withFallback(ActorTestKit.applicationTestConfig()));

  private final ActorRef<IngestWorker.Command> here = ref("akka://rei-dau/user/ingest-worker");
  private final ActorRef<IngestWorker.Command> there =
      ref("akka://rei-dau@10.0.0.2:2551/user/ingest-worker");
  private final WorkerPool pool = new WorkerPool();

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void join() {
    pool.workersChanged(Set.of(here, there));
  }

  @Test
  void shouldExcludeTheCoordinatorsOfAWorkerWithAnObstacle() {
    ActorRef<ChunkCoordinator.Command> coordinatorThere =
        ref("akka://rei-dau@10.0.0.2:2551/user/ingest-worker/coordinator-3");
    ActorRef<ChunkCoordinator.Command> coordinatorHere =
        ref("akka://rei-dau/user/ingest-worker/coordinator-3");

    pool.obstacleChanged(WorkerObstacle.ENDPOINTS, Set.of(there));

    assertThat(pool.excludes(coordinatorThere)).isTrue();
    assertThat(pool.excludes(coordinatorHere)).isFalse();
    pool.obstacleChanged(WorkerObstacle.ENDPOINTS, Set.of());
    assertThat(pool.excludes(coordinatorThere)).isFalse();
  }

  @Test
  void shouldExcludeNoneIfAllHaveObstacles() {
    pool.obstacleChanged(WorkerObstacle.ENDPOINTS, Set.of(there));
    assertThat(pool.excluded()).containsOnlyKeys(there);

    pool.obstacleChanged(WorkerObstacle.STORE, Set.of(here));

    assertThat(pool.excluded()).isEmpty();
  }

  @Test
  void shouldForgetTheObstacleOfAWorkerThatIsGone() {
    pool.obstacleChanged(WorkerObstacle.STORE, Set.of(there));

    pool.workersChanged(Set.of(here));

    assertThat(pool.excluded()).isEmpty();
  }

  @Test
  void shouldHandOverOnceIfThisNodeDoesNotReachTheStoreAndAnotherDoes() {
    pool.obstacleChanged(WorkerObstacle.STORE, Set.of(here));
    for (int reminder = 1; reminder < HandOver.REMINDERS_UNTIL_ASKED; reminder++) {
      assertThat(pool.reminderDue()).isEmpty();
    }

    assertThat(pool.reminderDue()).containsExactly(WorkerObstacle.STORE);
    assertThat(pool.unhindered()).containsExactly(there);
    assertThat(pool.mustHandOver(WorkerObstacle.STORE)).isTrue();
    assertThat(pool.mustHandOver(WorkerObstacle.STORE)).isFalse();
  }

  @Test
  void shouldNotHandOverIfThisNodeReachesTheStoreAgain() {
    pool.obstacleChanged(WorkerObstacle.STORE, Set.of(here));
    assertThat(asked(20)).isTrue();

    pool.obstacleChanged(WorkerObstacle.STORE, Set.of());

    assertThat(pool.mustHandOver(WorkerObstacle.STORE)).isFalse();
    assertThat(asked(20)).isFalse();
  }

  @Test
  void shouldAskNoNodeIfNoneReachesTheStore() {
    pool.obstacleChanged(WorkerObstacle.STORE, Set.of(here, there));

    assertThat(asked(20)).isFalse();
  }

  @Test
  void shouldNotHandOverForAnotherNode() {
    pool.obstacleChanged(WorkerObstacle.STORE, Set.of(there));
    pool.obstacleChanged(WorkerObstacle.ENDPOINTS, Set.of(there));

    assertThat(asked(200)).isFalse();
  }

  @Test
  void shouldHandOverIfItsEndpointsStayAwayAfterAnotherNodeReachedItsOwn() {
    pool.obstacleChanged(WorkerObstacle.ENDPOINTS, Set.of(here));
    assertThat(asked(HandOver.REMINDERS_UNTIL_ASKED)).isTrue();

    assertThat(pool.mustHandOver(WorkerObstacle.ENDPOINTS))
        .as("this node may learn later that its endpoints answer again")
        .isFalse();
    assertThat(asked(HandOver.REMINDERS_UNTIL_ENDPOINTS_ARE_TRIED - 1)).isFalse();
    assertThat(pool.mustHandOver(WorkerObstacle.ENDPOINTS)).as("a late reply").isFalse();

    assertThat(asked(1)).isTrue();
    assertThat(pool.mustHandOver(WorkerObstacle.ENDPOINTS)).isTrue();
  }

  @Test
  void shouldBeginAgainIfItsEndpointsAnsweredMeanwhile() {
    pool.obstacleChanged(WorkerObstacle.ENDPOINTS, Set.of(here));
    asked(HandOver.REMINDERS_UNTIL_ASKED);
    pool.mustHandOver(WorkerObstacle.ENDPOINTS);
    asked(HandOver.REMINDERS_UNTIL_ENDPOINTS_ARE_TRIED);

    pool.obstacleChanged(WorkerObstacle.ENDPOINTS, Set.of());
    assertThat(pool.mustHandOver(WorkerObstacle.ENDPOINTS)).isFalse();
    assertThat(asked(1)).isFalse();
    pool.obstacleChanged(WorkerObstacle.ENDPOINTS, Set.of(here));

    assertThat(asked(HandOver.REMINDERS_UNTIL_ASKED)).isTrue();
    assertThat(pool.mustHandOver(WorkerObstacle.ENDPOINTS)).isFalse();
  }

  private boolean asked(int reminders) {
    return IntStream.range(0, reminders)
        .mapToObj(reminder -> pool.reminderDue())
        .reduce(false, (any, asked) -> any || !asked.isEmpty(), Boolean::logicalOr);
  }

  private static <T> ActorRef<T> ref(String path) {
    return ActorRefResolver.get(KIT.system())
        .resolveActorRef(path.replace("akka://rei-dau/", "akka://" + KIT.system().name() + "/"));
  }
}
