package network.rei.dau.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletionStage;

/** What is read at a path of {@code /api/v1}. */
@FunctionalInterface
interface Resource {

  /**
   * The answer to GET; fails, or throws, as {@link Failure} knows.
   *
   * @param parameters those of the path and of the query
   */
  CompletionStage<HttpResponse> read(HttpRequest request, Parameters parameters);
}
