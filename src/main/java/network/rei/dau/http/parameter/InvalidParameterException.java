package network.rei.dau.http.parameter;

import java.util.Optional;

/** A parameter is invalid; the message contains its name, its value and the bound. */
public final class InvalidParameterException extends RuntimeException {

  private final String parameter;
  private final String value;
  private final String bound;

  /**
   * @param bound the values that are valid, as the object of "it must be"
   */
  public InvalidParameterException(String parameter, String value, String bound) {
    this(parameter + " is '" + value + "'", parameter, value, bound);
  }

  private InvalidParameterException(String fault, String parameter, String value, String bound) {
    super(fault + ": it must be " + bound + ".");
    this.parameter = parameter;
    this.value = value;
    this.bound = bound;
  }

  /** Returns the exception for a required parameter that is missing. */
  public static InvalidParameterException missing(String parameter, String bound) {
    return new InvalidParameterException(parameter + " is missing", parameter, null, bound);
  }

  /** Returns the name of the parameter. */
  public String parameter() {
    return parameter;
  }

  /** Returns the invalid value; empty if the parameter is missing. */
  public Optional<String> value() {
    return Optional.ofNullable(value);
  }

  /** Returns the values that are valid, as the object of "it must be". */
  public String bound() {
    return bound;
  }
}
