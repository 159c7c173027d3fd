package network.rei.dau.http.health;

import java.util.concurrent.CompletionStage;

/** Where the answers of {@code /metrics} come from. */
@FunctionalInterface
public interface MetricsSource {

  /** All metrics, in the format that the type names. */
  record Page(String contentType, String text) {}

  /**
   * All metrics as of now.
   *
   * @param accepted the request's {@code Accept}; empty if it has none
   */
  CompletionStage<Page> read(String accepted);
}
