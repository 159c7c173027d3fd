package network.rei.dau.http.health;

import java.util.concurrent.CompletionStage;
import network.rei.dau.json.Gzip;

/** Where the answers of {@code /metrics} come from. */
@FunctionalInterface
public interface MetricsSource {

  /**
   * All metrics, in the format that the type names.
   *
   * @param body plain; callers must not write to it
   * @param gzip compressed; callers must not write to it
   */
  @SuppressWarnings("ArrayRecordComponent") // pages are not compared
  record Page(String contentType, byte[] body, byte[] gzip) {

    /** Returns a page with a text. */
    public static Page of(String contentType, byte[] body) {
      return new Page(contentType, body, Gzip.bytes(body));
    }
  }

  /**
   * Returns all metrics as of now, or those that are being read for another caller.
   *
   * @param accepted the request's {@code Accept}; empty if it has none
   */
  CompletionStage<Page> read(String accepted);
}
