package network.rei.dau.http.v1;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaRange;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.Accept;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import network.rei.dau.http.parameter.Parameters;

/** The format of a response body. */
public enum Format {
  JSON,
  CSV;

  private static final MediaType JSON_TYPE = MediaTypes.APPLICATION_JSON;
  private static final MediaType CSV_TYPE = MediaTypes.TEXT_CSV;

  /** Returns the value of {@code ?format=} that selects this format. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the format that {@code ?format=} names; without it CSV if the {@code Accept} header
   * names CSV and weights nothing above it; otherwise JSON.
   */
  static Format of(HttpRequest request, Parameters parameters) {
    if (parameters.has("format")) {
      return parameters.word("format", List.of("json", "csv"), "json").equals("csv") ? CSV : JSON;
    }
    return request.getHeader(Accept.class).filter(Format::prefersCsv).isPresent() ? CSV : JSON;
  }

  /** Rejects every {@code ?format=} other than JSON. The {@code Accept} header is ignored. */
  public static void requireJson(Parameters parameters) {
    parameters.word("format", List.of("json"), "json");
  }

  private static boolean prefersCsv(Accept accept) {
    float csv = weight(accept, range -> range.matches(CSV_TYPE) && !range.matches(JSON_TYPE));
    float json = weight(accept, range -> range.matches(JSON_TYPE) && !range.matches(CSV_TYPE));
    float any = weight(accept, range -> range.matches(JSON_TYPE) && range.matches(CSV_TYPE));
    return csv > json && csv >= any;
  }

  private static float weight(Accept accept, Predicate<MediaRange> matches) {
    float weight = 0;
    for (MediaRange range : accept.getMediaRanges()) {
      if (matches.test(range)) {
        weight = Math.max(weight, range.qValue());
      }
    }
    return weight;
  }
}
