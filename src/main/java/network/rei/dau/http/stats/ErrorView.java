package network.rei.dau.http.stats;

/**
 * The body of an error: {@code {success: false, error, message}}.
 *
 * @param error the reason phrase of the HTTP status, which clients may compare
 * @param message a sentence that says what is wrong
 */
public record ErrorView(boolean success, String error, String message) {

  public static ErrorView of(String error, String message) {
    return new ErrorView(false, error, message);
  }
}
