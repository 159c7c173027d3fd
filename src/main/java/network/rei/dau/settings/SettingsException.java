package network.rei.dau.settings;

import java.util.Optional;

/** A setting is invalid. The message is one line with the key, the value and the allowed values. */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Null if no single setting is invalid. */
  private final String key;

  private final String problem;

  /**
   * @param key the full key
   * @param value the invalid value as it was given
   * @param allowed the allowed values, such as "allowed are 1 to 10000"
   */
  public SettingsException(String key, Object value, String allowed) {
    this(EnvironmentNames.described(key), key, " is '" + value + "': " + allowed);
  }

  public SettingsException(String message) {
    this("", null, message);
  }

  private SettingsException(String subject, String key, String problem) {
    super(subject + problem);
    this.key = key;
    this.problem = problem.strip();
  }

  /** Returns the full key of the invalid setting; empty if no single setting is invalid. */
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }

  /** Returns the message without the name of the setting, such as "is '0': allowed are 1 to 9". */
  public String problem() {
    return problem;
  }
}
