package network.rei.dau.http;

import java.util.Optional;

/** A parameter is not what it should be; the message names it, its value and the bound. */
public final class InvalidParameterException extends RuntimeException {

  private final String name;
  private final String value;
  private final String bound;

  /**
   * @param bound what it must be
   */
  public InvalidParameterException(String name, String value, String bound) {
    this(name + " is '" + value + "'", name, value, bound);
  }

  private InvalidParameterException(String fault, String name, String value, String bound) {
    super(fault + ": it must be " + bound + ".");
    this.name = name;
    this.value = value;
    this.bound = bound;
  }

  /** A parameter is not given that is needed. */
  public static InvalidParameterException missing(String name, String bound) {
    return new InvalidParameterException(name + " is missing", name, null, bound);
  }

  String parameter() {
    return name;
  }

  /** Empty if it is missing. */
  Optional<String> value() {
    return Optional.ofNullable(value);
  }

  String bound() {
    return bound;
  }
}
