package network.rei.dau.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTokenTest {

  private final AdminToken token = new AdminToken("correct-horse-battery");

  @ParameterizedTest
  @ValueSource(strings = {"Bearer correct-horse-battery", "bearer correct-horse-battery"})
  void whoCarriesItIsLetIn(String authorization) {
    assertThat(token.isIn(request(authorization))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer ",
        "Bearer correct-horse-batter",
        "Bearer correct-horse-battery2",
        "Bearer Correct-horse-battery",
        "Basic correct-horse-battery",
        "correct-horse-battery"
      })
  void nobodyElseIs(String authorization) {
    assertThat(token.isIn(request(authorization))).isFalse();
  }

  @Test
  void norWhoHasNone() {
    assertThat(token.isIn(HttpRequest.GET("/"))).isFalse();
  }

  private static HttpRequest request(String authorization) {
    return HttpRequest.GET("/").addHeader(RawHeader.create("Authorization", authorization));
  }
}
