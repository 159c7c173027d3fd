package network.rei.dau.settings;

/** A setting is invalid. The message is one line with the key, the value and the allowed values. */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param key the full key
   * @param value the invalid value as it was given
   * @param allowed the allowed values, such as "allowed are 1 to 10000"
   */
  public SettingsException(String key, Object value, String allowed) {
    super(key + " (" + EnvironmentNames.shownFor(key) + ") is '" + value + "': " + allowed);
  }

  public SettingsException(String message) {
    super(message);
  }
}
