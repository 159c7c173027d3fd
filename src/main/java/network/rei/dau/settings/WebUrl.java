package network.rei.dau.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the URLs of web servers. */
public final class WebUrl {

  private WebUrl() {}

  /** Returns an http or https URL with a host; empty if the text is none. */
  public static Optional<URI> of(String text) {
    try {
      URI url = new URI(text);
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      return Optional.of(url)
          .filter(web -> List.of("http", "https").contains(scheme) && web.getHost() != null);
    } catch (URISyntaxException e) {
      // The exception repeats the text, which may be secret.
      return Optional.empty();
    }
  }
}
