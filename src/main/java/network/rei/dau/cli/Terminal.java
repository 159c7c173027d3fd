package network.rei.dau.cli;

/** What commands print: results on standard output, everything else on standard error. */
final class Terminal {

  private Terminal() {}

  /** Whether standard error is a terminal: the launcher tells, since a JVM cannot. */
  static boolean isInteractive() {
    return Boolean.getBoolean("rei-dau.terminal");
  }

  /**
   * Logs nothing below a level, unless the user has set one: for commands that show how they are by
   * other means. To be called before anything logs.
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
