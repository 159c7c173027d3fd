package network.rei.dau.observability.telemetry;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.settings.WebUrl;

/**
 * The settings {@code rei-dau.telemetry}.
 *
 * @param endpoint the URL of the collector, to which {@code /v1/traces} and {@code /v1/metrics} are
 *     added; empty if nothing is sent
 * @param headers sent with each request; they may be secret
 * @param serviceName the name of the service in all spans and metrics
 * @param samplingRatio the share of the traces that are recorded
 * @param metricsInterval the time between two exports of all metrics; zero if they are not sent
 * @param timeout of one request, including its repetitions
 * @param maxQueuedSpans the number of spans that wait for their export; further ones are dropped
 */
public record TelemetrySettings(
    Optional<URI> endpoint,
    Map<String, String> headers,
    String serviceName,
    double samplingRatio,
    Duration metricsInterval,
    Duration timeout,
    int maxQueuedSpans) {

  static final String KEY = "rei-dau.telemetry.";

  private static final int MAX_HEADERS = 20;
  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]{0,4000}");

  public TelemetrySettings {
    headers = Map.copyOf(headers);
    if (serviceName.isEmpty() || serviceName.length() > 100) {
      throw new SettingsException(
          KEY + "service-name", serviceName, "a name of 1 to 100 characters is needed");
    }
    Check.between(KEY + "sampling-ratio", samplingRatio, 0, 1);
    if (!metricsInterval.isZero()) {
      Check.between(
          KEY + "metrics-interval", metricsInterval, Duration.ofSeconds(1), Duration.ofHours(1));
    }
    Check.between(KEY + "timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1));
    Check.between(KEY + "max-queued-spans", maxQueuedSpans, 1, 1_000_000);
  }

  /**
   * Reads the settings.
   *
   * @throws SettingsException that names the first invalid one, but not the headers
   */
  public static TelemetrySettings from(SettingsSource source) {
    return new TelemetrySettings(
        endpoint(source.text(KEY + "endpoint").strip()),
        headers(source.texts(KEY + "headers")),
        source.text(KEY + "service-name").strip(),
        source.fraction(KEY + "sampling-ratio"),
        source.time(KEY + "metrics-interval"),
        source.time(KEY + "timeout"),
        source.number(KEY + "max-queued-spans"));
  }

  private static Optional<URI> endpoint(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<URI> url =
        WebUrl.of(text).filter(web -> web.getRawQuery() == null && web.getRawFragment() == null);
    if (url.isEmpty()) {
      throw new SettingsException(
          KEY + "endpoint",
          "...",
          "the URL of a collector is needed, such as http://localhost:4318, or nothing");
    }
    return url;
  }

  /** Reads {@code NAME=VALUE}, whose value may be URL-encoded as OpenTelemetry specifies. */
  private static Map<String, String> headers(List<String> entries) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      String name = entry.substring(0, Math.max(equals, 0)).strip();
      String value = decoded(entry.substring(equals + 1).strip());
      if (!HEADER_NAME.matcher(name).matches()
          || !HEADER_VALUE.matcher(value).matches()
          || headers.size() == MAX_HEADERS) {
        throw new SettingsException(
            KEY + "headers",
            "...",
            "at most " + MAX_HEADERS + " of the form NAME=VALUE are needed");
      }
      headers.put(name, value);
    }
    return headers;
  }

  private static String decoded(String value) {
    try {
      return value.contains("%")
          ? URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8)
          : value;
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  /** Returns whether anything is sent. */
  public boolean isOn() {
    return endpoint.isPresent();
  }
}
