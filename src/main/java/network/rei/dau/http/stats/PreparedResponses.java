package network.rei.dau.http.stats;

import akka.http.javadsl.model.HttpResponse;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import network.rei.dau.http.CommonHeaders;
import network.rei.dau.http.Responses;
import network.rei.dau.stats.answer.AnswerKind;
import network.rei.dau.stats.answer.PreparedAnswers;

/** The responses of prepared answers: made when a body is first sent, not for each request. */
final class PreparedResponses {

  private record Made(PreparedAnswers.Body body, HttpResponse plain, HttpResponse gzipped) {

    static Made of(PreparedAnswers.Body body) {
      return new Made(
          body,
          CommonHeaders.on(Responses.prepared(body.json(), false)),
          CommonHeaders.on(Responses.prepared(body.gzip(), true)));
    }
  }

  private final Map<AnswerKind, AtomicReference<Optional<Made>>> newest =
      new EnumMap<>(AnswerKind.class);

  PreparedResponses() {
    for (AnswerKind answer : AnswerKind.values()) {
      newest.put(answer, new AtomicReference<>(Optional.empty()));
    }
  }

  /**
   * The response with a body, readable from anywhere.
   *
   * @param gzip whether the client takes gzip
   */
  HttpResponse of(AnswerKind answer, PreparedAnswers.Body body, boolean gzip) {
    AtomicReference<Optional<Made>> kept = newest.get(answer);
    Made made = kept.get().filter(known -> known.body().equals(body)).orElse(null);
    if (made == null) {
      made = Made.of(body);
      kept.set(Optional.of(made));
    }
    return gzip ? made.gzipped() : made.plain();
  }
}
