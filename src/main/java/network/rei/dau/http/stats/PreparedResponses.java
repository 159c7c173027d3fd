package network.rei.dau.http.stats;

import akka.http.javadsl.model.HttpResponse;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import network.rei.dau.http.directive.Responses;
import network.rei.dau.stats.answer.AnswerKind;
import network.rei.dau.stats.answer.PreparedAnswers;

/** Keeps the response of the latest body of each prepared answer, plain and compressed. */
final class PreparedResponses {

  private record Latest(PreparedAnswers.Body body, HttpResponse plain, HttpResponse gzipped) {

    static Latest of(PreparedAnswers.Body body) {
      return new Latest(
          body, Responses.prepared(body.json(), false), Responses.prepared(body.gzip(), true));
    }
  }

  private final Map<AnswerKind, AtomicReference<Latest>> latest = new EnumMap<>(AnswerKind.class);

  PreparedResponses() {
    for (AnswerKind kind : AnswerKind.values()) {
      latest.put(kind, new AtomicReference<>());
    }
  }

  /**
   * Returns the response with a body.
   *
   * @param gzip whether the client accepts gzip
   */
  HttpResponse of(AnswerKind kind, PreparedAnswers.Body body, boolean gzip) {
    AtomicReference<Latest> reference = latest.get(kind);
    Latest known = reference.get();
    if (known == null || !known.body().equals(body)) {
      known = Latest.of(body);
      reference.set(known);
    }
    return gzip ? known.gzipped() : known.plain();
  }
}
