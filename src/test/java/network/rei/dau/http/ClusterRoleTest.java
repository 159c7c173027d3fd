package network.rei.dau.http;

import static akka.http.javadsl.server.Directives.complete;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterRoleTest {

  private static final ActorTestKit KIT = ActorTestKit.create();

  private final Route route = HttpRoutes.operatorsOnly(() -> complete(StatusCodes.OK));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @ParameterizedTest
  @CsvSource({
    "/health, 200",
    "/alive, 200",
    "/ready, 200",
    "/metrics, 200",
    "/api/v1/status, 200",
    "/api/stats/24h, 404",
    "/api/v1/windows/24h, 404",
    "/, 404"
  })
  void shouldServeOnlyTheRoutesOfOperators(String path, int status) throws Exception {
    assertThat(
            route
                .handler(KIT.system())
                .apply(HttpRequest.GET(path))
                .toCompletableFuture()
                .join()
                .status())
        .isEqualTo(StatusCodes.get(status));
  }
}
