package network.rei.dau.cli;

import network.rei.dau.LogSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints results on standard output and everything else on standard error: as it is, or as log
 * events if the log is written in JSON, so that every line of it is JSON.
 */
final class Terminal {

  private Terminal() {}

  /**
   * Returns whether a person reads standard error: it is a terminal, which the launcher finds out
   * for the JVM, and the log is not written in JSON.
   */
  static boolean isInteractive() {
    return Boolean.getBoolean("rei-dau.terminal") && !LogSettings.isJson();
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

  /**
   * Turns the log of endpoints off for a command that reports by itself which ones are refused,
   * unless the user has set a level. It takes effect only before the first log event.
   */
  static void reportEndpoints() {
    if (System.getenv("REI_DAU_LOG_LEVEL") == null) {
      System.setProperty("rei-dau.endpoint-log-level", "OFF");
    }
  }

  static void result(String line) {
    System.out.println(line);
    System.out.flush();
  }

  static void note(String line) {
    if (LogSettings.isJson()) {
      log().info(line);
    } else {
      System.err.println(line);
    }
  }

  static void warning(String line) {
    note("rei-dau-stats: warning: " + line);
  }

  static void error(String line) {
    if (LogSettings.isJson()) {
      log().error(line);
    } else {
      note("rei-dau-stats: " + line);
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  static void unexpected(Throwable failure) {
    if (LogSettings.isJson()) {
      log().error("unexpected failure: " + failure, failure);
    } else {
      error("unexpected failure: " + failure);
      failure.printStackTrace(System.err);
    }
  }

  /** Not a constant: the first logger that is created fixes the format and the level of the log. */
  private static Logger log() {
    return LoggerFactory.getLogger(Terminal.class);
  }
}
