package network.rei.dau.http.v1.response;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import network.rei.dau.http.parameter.Parameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/csv|CSV",
        "text/csv;q=0.5|CSV",
        "text/csv, */*;q=0.1|CSV",
        "application/json|JSON",
        "application/json, text/csv|JSON",
        "application/json;q=0.5, text/csv|CSV",
        "text/csv;q=0.5, */*|JSON",
        "text/csv;q=0|JSON",
        "application/x-ndjson|JSONL",
        "application/x-ndjson, text/csv;q=0.5|JSONL",
        "application/json, application/x-ndjson|JSON",
        "application/*|JSON",
        "*/*|JSON",
        "text/html,application/xhtml+xml,*/*;q=0.8|JSON"
      })
  void shouldBeATableOnlyIfTheAcceptHeaderNamesItAndWeightsNothingAboveIt(
      String accept, Format format) {
    HttpRequest request =
        HttpRequest.GET("http://localhost/").addHeader(HttpHeader.parse("Accept", accept));

    assertThat(Format.of(request, Parameters.of(request))).isEqualTo(format);
  }
}
