package network.rei.dau.cli.check;

import java.util.Locale;

/**
 * What one check found.
 *
 * @param subject what was checked, a few words
 * @param text what was found, a sentence without its full stop
 */
public record Finding(String subject, Result result, String text) {

  /** What a finding means for the service. */
  public enum Result {
    /** The service can use it. */
    OK,
    /** The service can use it, but with less than the settings ask for. */
    WARNING,
    /** The service cannot use it now. */
    FAILED,
    /** The service cannot use it with these settings. */
    INVALID;

    /** Returns the word of the table. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String subject, String text) {
    return new Finding(subject, Result.OK, text);
  }

  static Finding warning(String subject, String text) {
    return new Finding(subject, Result.WARNING, text);
  }

  static Finding failed(String subject, String text) {
    return new Finding(subject, Result.FAILED, text);
  }

  static Finding invalid(String subject, String text) {
    return new Finding(subject, Result.INVALID, text);
  }
}
