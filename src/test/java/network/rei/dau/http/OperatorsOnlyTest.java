package network.rei.dau.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorsOnlyTest {

  private final OperatorsOnly node =
      new OperatorsOnly(request -> CompletableFuture.completedFuture(HttpResponse.create()));

  @ParameterizedTest
  @CsvSource({
    "/health, 200",
    "/alive, 200",
    "/ready, 200",
    "/api/v1/status, 200",
    "/api/stats/24h, 404",
    "/api/v1/windows/24h, 404",
    "/, 404"
  })
  void shouldAnswerOperatorsAndNobodyElse(String path, int status) throws Exception {
    assertThat(node.apply(HttpRequest.GET(path)).toCompletableFuture().join().status())
        .isEqualTo(StatusCodes.get(status));
  }
}
