package network.rei.dau.http.page;

import java.util.Locale;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;

/**
 * Settings {@code rei-dau.page}: what the page for people says beside the numbers.
 *
 * @param chainName whose addresses are counted
 * @param explorer where an address is looked at: a URL with {@code {address}} in it; empty for no
 *     links
 * @param url the URL of the page for readers, which ends with a slash; empty if it is not known
 * @param operators whether hosts are shown: the nodes of the cluster and the endpoints
 */
public record PageSettings(String chainName, String explorer, String url, boolean operators) {

  private static final String KEY = "rei-dau.page.";
  private static final String NO_LINKS = "none";

  public PageSettings {
    if (!explorer.isEmpty()
        && !(explorer.matches("https?://[^\\s/]\\S*") && explorer.contains("{address}"))) {
      throw new SettingsException(
          KEY + "explorer", explorer, "a URL with {address} in it is needed, or none for no links");
    }
    if (!url.isEmpty() && !url.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?")) {
      throw new SettingsException(
          KEY + "url", url, "a URL such as https://stats.example.org/ is needed, or nothing");
    }
    url = url.isEmpty() || url.endsWith("/") ? url : url + "/";
  }

  /**
   * Reads {@code rei-dau.page}.
   *
   * @param host that the service listens on: on a loopback address, only operators see the page
   */
  public static PageSettings from(SettingsSource source, String host) {
    String explorer = source.text(KEY + "explorer");
    return new PageSettings(
        source.text(KEY + "chain-name"),
        explorer.equals(NO_LINKS) ? "" : explorer,
        source.text(KEY + "url"),
        operators(source, host));
  }

  private static boolean operators(SettingsSource source, String host) {
    String value = source.text(KEY + "operators");
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "show", "true", "on", "yes" -> true;
      case "hide", "false", "off", "no" -> false;
      case "auto" -> isLoopback(host);
      default ->
          throw new SettingsException(KEY + "operators", value, "allowed are auto, show and hide");
    };
  }

  private static boolean isLoopback(String host) {
    return host.startsWith("127.") || host.equals("::1") || host.equalsIgnoreCase("localhost");
  }
}
