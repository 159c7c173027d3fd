package network.rei.dau.cli;

/** A command cannot go on; the message is the one line that the user is told. */
final class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandFailedException(String message) {
    super(message);
  }
}
