package network.rei.dau.chain;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Shows the URL of an endpoint without user, password, query, and those parts of the path that look
 * like keys.
 */
public final class EndpointName {

  /** A part of 16 characters, or a mixture of letters and digits that is longer than a version. */
  private static final Pattern KEY =
      Pattern.compile("[A-Za-z0-9_~.=-]{16,}|(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9_~.=-]{6,}");

  private static final Pattern SEPARATORS = Pattern.compile("[:&=?]");
  private static final int SHORTEST_SECRET = 4;

  private final String shown;
  private final List<String> secrets;

  private EndpointName(String shown, List<String> secrets) {
    this.shown = shown;
    this.secrets = secrets;
  }

  /** Returns the name of the endpoint with this URL. */
  public static EndpointName of(URI url) {
    Set<String> secrets = new LinkedHashSet<>();
    // URI returns no host, port and user where the host has an underscore.
    HttpUrl http = HttpUrl.get(asHttp(url.toString()));
    addAll(secrets, http.encodedUsername());
    addAll(secrets, http.username());
    addAll(secrets, http.encodedPassword());
    addAll(secrets, http.password());
    addAll(secrets, url.getRawQuery());
    addAll(secrets, url.getQuery());
    StringBuilder shown = new StringBuilder();
    shown.append(url.getScheme().toLowerCase(Locale.ROOT)).append("://").append(http.host());
    if (http.port() != HttpUrl.defaultPort(http.scheme())) {
      shown.append(':').append(http.port());
    }
    String path = url.getRawPath() == null || url.getRawPath().equals("/") ? "" : url.getRawPath();
    String[] segments = path.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean key = KEY.matcher(segments[i]).matches();
      if (key) {
        secrets.add(segments[i]);
      }
      shown.append(i == 0 ? "" : "/").append(key ? "***" : segments[i]);
    }
    secrets.removeIf(secret -> secret.length() < SHORTEST_SECRET);
    List<String> longestFirst = new ArrayList<>(secrets);
    longestFirst.sort(Comparator.comparingInt(String::length).reversed());
    return new EndpointName(shown.toString(), List.copyOf(longestFirst));
  }

  /** Returns whether a text is an http, https, ws or wss URL. */
  static boolean isUrl(String text) {
    return HttpUrl.parse(asHttp(text)) != null;
  }

  /**
   * Returns an http or https URL for a ws or wss URL, which are all that {@link HttpUrl} accepts.
   */
  private static String asHttp(String url) {
    return url.regionMatches(true, 0, "ws:", 0, 3) || url.regionMatches(true, 0, "wss:", 0, 4)
        ? "http" + url.substring(2)
        : url;
  }

  /** Returns {@code text} of the endpoint without the secrets of the URL that it may repeat. */
  public String scrub(String text) {
    String scrubbed = text;
    for (String secret : secrets) {
      scrubbed = scrubbed.replace(secret, "***");
    }
    return scrubbed;
  }

  private static void addAll(Set<String> secrets, String text) {
    if (text != null) {
      secrets.add(text);
      SEPARATORS.splitAsStream(text).forEach(secrets::add);
    }
  }

  @Override
  public String toString() {
    return shown;
  }
}
