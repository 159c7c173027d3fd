package network.rei.dau.observability.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetrySettingsTest {

  @Test
  void shouldBeOffByDefault() {
    assertThat(read(Map.of()).isOn()).isFalse();
  }

  @Test
  void shouldReadTheVariablesThatOpenTelemetrySpecifies() {
    TelemetrySettings settings =
        read(
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/",
                "OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Basic%20YTpi+c==,x-tenant=a",
                "OTEL_SERVICE_NAME", "dau"));

    assertThat(settings.endpoint()).contains(URI.create("http://collector:4318/"));
    assertThat(settings.headers())
        .isEqualTo(Map.of("Authorization", "Basic YTpi+c==", "x-tenant", "a"));
    assertThat(settings.serviceName()).isEqualTo("dau");
  }

  @ParameterizedTest
  @CsvSource({
    "ENDPOINT, collector:4318",
    "ENDPOINT, http://:4318",
    "ENDPOINT, ftp://collector",
    "ENDPOINT, http://collector/?key=SECRET",
    "HEADERS, SECRET",
    "HEADERS, =SECRET",
    "HEADERS, a b=SECRET",
    "HEADERS, a=SECRET%0a",
    "SERVICE_NAME, \"\"",
    "SAMPLING_RATIO, 1.1",
    "SAMPLING_RATIO, -0.1",
    "METRICS_INTERVAL, 10 ms",
    "TIMEOUT, 0",
    "MAX_QUEUED_SPANS, 0",
    "MAX_QUEUED_SPANS, 10000000",
  })
  void shouldRefuseAndNotShowSecrets(String name, String value) {
    String text = value.equals("\"\"") ? " \u00a0".repeat(60) : value;
    assertThatThrownBy(() -> read(Map.of("REI_DAU_TELEMETRY_" + name, text)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(
            "rei-dau.telemetry." + name.toLowerCase(Locale.ROOT).replace('_', '-'))
        .hasMessageNotContaining("SECRET");
  }

  private static TelemetrySettings read(Map<String, String> variables) {
    return TelemetrySettings.from(
        SettingsSource.load(Optional.empty(), Path.of("no-such-folder"), variables));
  }
}
