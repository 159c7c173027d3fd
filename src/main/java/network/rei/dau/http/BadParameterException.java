package network.rei.dau.http;

/** A query parameter is not what it should be; the message names it, its value and the bound. */
final class BadParameterException extends RuntimeException {

  BadParameterException(String name, String value, String bound) {
    super(name + " is '" + value + "': it must be " + bound + ".");
  }
}
