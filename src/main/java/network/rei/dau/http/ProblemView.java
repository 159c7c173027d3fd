package network.rei.dau.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import network.rei.dau.json.Json;

/**
 * Why a request to {@code /api/v1} could not be met, as of RFC 9457.
 *
 * @param type {@code about:blank}: the status says which kind it is
 * @param title the words of the status
 * @param detail what is wrong, in a sentence
 * @param parameter which is wrong; left out, as the next two, where it is not a parameter
 * @param value that it has; left out where it is missing
 * @param allowed what it must be
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemView(
    String type,
    String title,
    int status,
    String detail,
    String parameter,
    String value,
    String allowed) {

  public static ProblemView of(String title, int status, String detail) {
    return new ProblemView("about:blank", title, status, detail, null, null, null);
  }

  /** The same, naming the parameter that is to blame. */
  public ProblemView blaming(String name, String given, String bound) {
    return new ProblemView(type, title, status, detail, name, given, bound);
  }

  /** As JSON in UTF-8. */
  public byte[] json() {
    return Json.bytes(this);
  }
}
