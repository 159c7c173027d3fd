package network.rei.dau.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsSourceTest {

  private static final String PORT = "rei-dau.http.port";
  private static final String SLOTS = "rei-dau.ingest.slots";
  private static final String INTERVAL = "rei-dau.ingest.interval";
  private static final String URLS = "rei-dau.rpc.urls";

  @TempDir private Path folder;

  @Test
  void shouldUseTheDefaults() {
    SettingsSource source = load("", Map.of());

    assertThat(source.number(PORT)).isEqualTo(3000);
    assertThat(source.longNumber("rei-dau.chain.id")).isEqualTo(47_805);
    assertThat(source.time(INTERVAL)).isEqualTo(Duration.ofMinutes(30));
    assertThat(source.texts(URLS)).containsExactly("https://rpc.rei.network");
    assertThat(source.config().getString("akka.log-dead-letters")).isEqualTo("off");
  }

  @Test
  void shouldPreferTheEnvironmentToDotenvToTheFileToTheDefaults() throws IOException {
    String file = "rei-dau.http.port = 1, rei-dau.ingest.slots = 1, rei-dau.ingest.attempts = 1";
    Files.writeString(folder.resolve(".env"), "PORT=2\nREI_DAU_INGEST_SLOTS=2\n");

    SettingsSource source = load(file, Map.of("PORT", "4"));

    assertThat(source.number(PORT)).isEqualTo(4);
    assertThat(source.number(SLOTS)).isEqualTo(2);
    assertThat(source.number("rei-dau.ingest.attempts")).isEqualTo(1);
  }

  @Test
  void shouldPreferTheEnvironmentToDotenvForBothNamesOfAKey() throws IOException {
    Files.writeString(folder.resolve(".env"), "PORT=2\n");

    assertThat(load("", Map.of("REI_DAU_HTTP_PORT", "4")).number(PORT)).isEqualTo(4);
  }

  @Test
  void shouldPreferTheShortNameToTheLongOneInTheSameSource() {
    Map<String, String> both = Map.of("PORT", "4", "REI_DAU_HTTP_PORT", "5");

    assertThat(load("", both).number(PORT)).isEqualTo(4);
  }

  @Test
  void shouldPreferTheValuesOfACommand() {
    SettingsSource source = load("", Map.of("PORT", "4")).with(Map.of(PORT, 6));

    assertThat(source.number(PORT)).isEqualTo(6);
  }

  @Test
  void shouldIgnoreAnEmptyVariable() {
    assertThat(load("", Map.of("PORT", " ")).number(PORT)).isEqualTo(3000);
  }

  @ParameterizedTest
  @CsvSource({
    "REI_RPC_URL, rei-dau.rpc.urls",
    "PORT, rei-dau.http.port",
    "CACHE_DIR, rei-dau.store.cache-dir",
    "REI_DAU_INGEST_FOLLOW_INTERVAL, rei-dau.ingest.follow-interval"
  })
  void shouldReadTheVariableOfEachKey(String variable, String key) {
    assertThat(load("", Map.of(variable, "7")).text(key)).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a,http://b", " http://a , http://b ,", "http://a,,http://b"})
  void shouldSplitAListAtCommas(String text) {
    assertThat(load("", Map.of("REI_RPC_URL", text)).texts(URLS))
        .containsExactly("http://a", "http://b");
  }

  @Test
  void shouldReadAListOfTheFile() {
    assertThat(load("rei-dau.rpc.urls = [\"http://a\", \"http://b\"]", Map.of()).texts(URLS))
        .containsExactly("http://a", "http://b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "1e3", "-5", "0.5", "+7"})
  void shouldRefuseADurationWithoutAUnit(String text) {
    assertThatThrownBy(() -> interval(text))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "rei-dau.ingest.interval (REI_DAU_INGEST_INTERVAL) is '%s':"
                + " a duration needs a unit, such as 15 s or 7 days",
            text);
  }

  @Test
  void shouldRefuseADurationWithoutAUnitInTheFile() {
    assertThatThrownBy(() -> load("rei-dau.ingest.interval = 30", Map.of()).time(INTERVAL))
        .hasMessageContaining("is '30': a duration needs a unit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "3 fortnights", "s"})
  void shouldRefuseAnInvalidDuration(String text) {
    assertThatThrownBy(() -> interval(text))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("is '" + text + "': a duration is needed");
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "15s, PT15S",
    "15 s, PT15S",
    "7 days, PT168H",
    "2h, PT2H",
    "5 ms, PT0.005S"
  })
  void shouldReadADurationWithItsUnit(String text, Duration time) {
    assertThat(interval(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"many", "1.5", "99999999999999999999", "0x10", "1e99"})
  void shouldRefuseAnInvalidWholeNumber(String text) {
    assertRefused(
        SettingsSource::longNumber,
        "rei-dau.chain.id",
        text,
        "rei-dau.chain.id (REI_DAU_CHAIN_ID) is '" + text + "': a whole number is needed");
  }

  @Test
  void shouldRefuseANumberOfMoreThan32BitsWithTheBound() {
    assertRefused(
        SettingsSource::number,
        PORT,
        "99999999999",
        "rei-dau.http.port (PORT) is '99999999999': allowed are -2147483648 to 2147483647");
  }

  @Test
  void shouldReadLongNumbersExactly() {
    assertThat(
            load("", Map.of("REI_DAU_CHAIN_ID", "9007199254740993")).longNumber("rei-dau.chain.id"))
        .isEqualTo(9_007_199_254_740_993L);
  }

  @Test
  void shouldRefuseAnInvalidNumber() {
    assertRefused(
        SettingsSource::fraction,
        "rei-dau.rpc.max-requests-per-second",
        "fast",
        "rei-dau.rpc.max-requests-per-second (REI_DAU_RPC_MAX_REQUESTS_PER_SECOND) is 'fast':"
            + " a number is needed");
  }

  @Test
  void shouldNameAKeyWhoseValueIsRemoved() {
    SettingsSource source = load("rei-dau.ingest { slots = null, interval = null }", Map.of());

    assertThatThrownBy(() -> source.number(SLOTS))
        .hasMessage(
            "rei-dau.ingest.slots (REI_DAU_INGEST_SLOTS) is 'null': a whole number is needed");
    assertThatThrownBy(() -> source.time(INTERVAL)).isInstanceOf(SettingsException.class);
  }

  @Test
  void shouldRefuseAListAsAText() {
    SettingsSource source = load("rei-dau.store.cache-dir = [a, b]", Map.of());

    assertThatThrownBy(() -> source.text("rei-dau.store.cache-dir"))
        .hasMessage("rei-dau.store.cache-dir (CACHE_DIR) is '[a, b]': a text is needed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rei-dau.ingest.slot = 3           | rei-dau.ingest.slot",
        "rei-dau { ingst { slots = 3 } }   | rei-dau.ingst.slots",
        "rei-dau.ingest.slots { most = 3 } | rei-dau.ingest.slots.most",
        "rei-dau.ingest = 3                | rei-dau.ingest",
        "rei-dau = 3                       | rei-dau"
      })
  void shouldNameAnUnknownKeyOfTheFile(String text, String key) {
    assertThatThrownBy(() -> load(text, Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("application.conf sets " + key + ", which is not a setting");
  }

  @Test
  void shouldResolveReferencesToTheFileTheDefaultsAndTheEnvironment() {
    SettingsSource source =
        load(
            """
            base = "/data"
            rei-dau.store.cache-dir = ${base}/cache
            rei-dau.ingest.first-window = ${rei-dau.ingest.retention}
            rei-dau.http.host = ${?NO_SUCH_VARIABLE}
            akka.loglevel = DEBUG
            """,
            Map.of());

    assertThat(source.text("rei-dau.store.cache-dir")).isEqualTo("/data/cache");
    assertThat(source.time("rei-dau.ingest.first-window")).isEqualTo(Duration.ofDays(7));
    assertThat(source.text("rei-dau.http.host")).isEqualTo("0.0.0.0");
    assertThat(source.config().getString("akka.loglevel")).isEqualTo("DEBUG");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rei-dau { ", "rei-dau.http.host = ${no.such.thing}"})
  void shouldReportAnUnreadableFileInOneLine(String text) {
    assertThatThrownBy(() -> load(text, Map.of()))
        .isInstanceOf(SettingsException.class)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void shouldReportAMissingFileAndAFolder() {
    Path missing = folder.resolve("missing.conf");

    assertThatThrownBy(() -> SettingsSource.load(Optional.of(missing), folder, Map.of()))
        .hasMessage("the configuration file " + missing + " does not exist");
    assertThatThrownBy(() -> SettingsSource.load(Optional.of(folder), folder, Map.of()))
        .hasMessage("the configuration file " + folder + " is a folder");
  }

  private static void assertRefused(
      java.util.function.BiFunction<SettingsSource, String, ?> read,
      String key,
      String value,
      String message) {
    SettingsSource source =
        SettingsSource.load(Optional.empty(), Path.of("no-such-folder"), Map.of())
            .with(Map.of(key, value));
    assertThatThrownBy(() -> read.apply(source, key))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  private Duration interval(String text) {
    Function<SettingsSource, Duration> read = source -> source.time(INTERVAL);
    return read.apply(load("", Map.of("REI_DAU_INGEST_INTERVAL", text)));
  }

  private SettingsSource load(String text, Map<String, String> environment) {
    Path file = folder.resolve("application.conf");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return SettingsSource.load(Optional.of(file), folder, environment);
  }
}
