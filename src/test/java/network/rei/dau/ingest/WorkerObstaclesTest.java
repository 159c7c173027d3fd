package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.EndpointStatus.State;
import org.junit.jupiter.api.Test;

class WorkerObstaclesTest {

  private final WorkerObstacles obstacles = new WorkerObstacles();

  @Test
  void shouldBeginWithTheSecondCheckInARowAndEndWithTheFirstGoodOne() {
    obstacles.storeChecked(false);
    obstacles.storeChecked(true);
    obstacles.storeChecked(false);
    assertThat(obstacles.current()).isEmpty();

    obstacles.storeChecked(false);
    assertThat(obstacles.current()).containsExactly(WorkerObstacle.STORE);

    obstacles.storeChecked(true);
    assertThat(obstacles.current()).isEmpty();
  }

  @Test
  void shouldNeedOneEndpointThatAnswers() {
    checkTwice(State.COOLING_DOWN, State.HEALTHY);
    assertThat(obstacles.current()).isEmpty();

    checkTwice(State.COOLING_DOWN, State.REFUSED);
    assertThat(obstacles.current()).containsExactly(WorkerObstacle.ENDPOINTS);

    obstacles.storeChecked(false);
    obstacles.storeChecked(false);
    assertThat(obstacles.current()).containsExactly(WorkerObstacle.STORE, WorkerObstacle.ENDPOINTS);
  }

  private void checkTwice(State... states) {
    List<EndpointStatus> endpoints =
        Arrays.stream(states).map(WorkerObstaclesTest::endpoint).toList();
    obstacles.endpointsChecked(endpoints);
    obstacles.endpointsChecked(endpoints);
  }

  static EndpointStatus endpoint(State state) {
    return new EndpointStatus(
        "http://a",
        state,
        0,
        0,
        0,
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        OptionalLong.empty(),
        false,
        OptionalLong.empty(),
        0);
  }
}
