package network.rei.dau.cli;

/** A command cannot continue. The message is the line that is printed for the user. */
final class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandFailedException(String message) {
    super(message);
  }
}
