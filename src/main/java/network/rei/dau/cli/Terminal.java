package network.rei.dau.cli;

/** Prints results on standard output and everything else on standard error. */
final class Terminal {

  private Terminal() {}

  /** Returns whether standard error is a terminal, which the launcher finds out for the JVM. */
  static boolean isInteractive() {
    return Boolean.getBoolean("rei-dau.terminal");
  }

  /**
   * Sets the log level of a command that reports by other means, unless the user has set a level.
   * It takes effect only before the first log event.
   */
  static void logOnly(String level) {
    if (System.getenv("REI_DAU_LOG_LEVEL") == null) {
      System.setProperty("rei-dau.log-level", level);
    }
  }

  static void result(String line) {
    System.out.println(line);
    System.out.flush();
  }

  static void note(String line) {
    System.err.println(line);
  }

  static void error(String line) {
    note("rei-dau-stats: " + line);
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  static void unexpected(Throwable failure) {
    error("unexpected failure: " + failure);
    failure.printStackTrace(System.err);
  }
}
