package network.rei.dau.http.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import network.rei.dau.http.parameter.InvalidParameterException;

/**
 * The problem details of a request to {@code /api/v1} that failed (RFC 9457).
 *
 * @param type {@code about:blank}: the status identifies the kind of problem
 * @param title the reason phrase of the status
 * @param detail the problem in a sentence
 * @param parameter the name of the invalid parameter; left out, like the next two, if no parameter
 *     is invalid
 * @param value the value of the parameter; left out if the parameter is missing
 * @param allowed the values that are valid
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProblemView(
    String type,
    String title,
    int status,
    String detail,
    String parameter,
    String value,
    String allowed) {

  static ProblemView of(String title, int status, String detail) {
    return new ProblemView("about:blank", title, status, detail, null, null, null);
  }

  /** Returns the same problem with the parameter that is invalid. */
  ProblemView withParameter(InvalidParameterException invalid) {
    return new ProblemView(
        type,
        title,
        status,
        detail,
        invalid.parameter(),
        invalid.value().orElse(null),
        invalid.bound());
  }
}
