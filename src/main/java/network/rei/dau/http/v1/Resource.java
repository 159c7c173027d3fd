package network.rei.dau.http.v1;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletionStage;
import network.rei.dau.http.Failure;
import network.rei.dau.http.Parameters;

/** What is read at a path of {@code /api/v1}. */
@FunctionalInterface
public interface Resource {

  /**
   * The answer to GET; fails, or throws, as {@link Failure} knows.
   *
   * @param parameters those of the path and of the query
   */
  CompletionStage<HttpResponse> read(HttpRequest request, Parameters parameters);
}
