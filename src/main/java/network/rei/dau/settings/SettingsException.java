package network.rei.dau.settings;

/**
 * A setting is wrong. The message is one line that names the key, the value and what is allowed.
 */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param key the full key
   * @param value as it was given
   * @param allowed what would have been right, as in "allowed are 1 to 10000"
   */
  public SettingsException(String key, Object value, String allowed) {
    super(key + " (" + EnvironmentNames.shownFor(key) + ") is '" + value + "': " + allowed);
  }

  public SettingsException(String message) {
    super(message);
  }
}
