package network.rei.dau.http.stats;

import network.rei.dau.json.Json;

/**
 * The answer to a request that could not be met: {@code {success: false, error, message}}.
 *
 * @param error what kind of error, in the words of the HTTP status; stable
 * @param message what is wrong, in a sentence
 */
public record ErrorView(boolean success, String error, String message) {

  public static ErrorView of(String error, String message) {
    return new ErrorView(false, error, message);
  }

  /** As JSON in UTF-8. */
  public byte[] json() {
    return Json.bytes(this);
  }
}
