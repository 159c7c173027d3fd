package network.rei.dau.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreSettingsTest {

  @Test
  void shouldKeepTheDatabaseInTheCacheFolderUnlessAnotherIsNamed() {
    StoreSettings settings = new StoreSettings(Path.of("cache"), Optional.of("  "));
    assertThat(settings.jdbcUrl()).isEmpty();
    assertThat(settings.url())
        .isEqualTo("jdbc:sqlite:" + Path.of("cache", "stats.db").toAbsolutePath());
    assertThat(settings.storeName()).isEqualTo(Path.of("cache", "stats.db").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:sqlite:",
        "jdbc:sqlite::memory:",
        "jdbc:sqlite::resource:x",
        "stats.db",
        "jdbc:mysql://host/stats",
        "jdbc:postgresql:stats",
        "jdbc:postgresql://host",
        "jdbc:postgresql://host/",
        "jdbc:postgresql:///stats",
        "jdbc:postgresql://host:x/stats",
        "jdbc:postgresql://host/stats/more"
      })
  void shouldRefuseADatabaseThatIsNeitherAFileOfSqliteNorInPostgres(String url) {
    assertThatThrownBy(() -> new StoreSettings(Path.of("cache"), Optional.of(url)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("rei-dau.store.jdbc-url (REI_DAU_STORE_JDBC_URL) is '" + url + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db.example/stats",
        "jdbc:postgresql://127.0.0.1:5433/stats",
        "jdbc:postgresql://[::1]:5433/stats",
        "jdbc:postgresql://a:5432,b/stats"
      })
  void shouldTakeADatabaseInPostgresAndNameItWithoutItsParameters(String url) {
    StoreSettings settings = shared(url + "?password=secret&sslmode=verify-full");
    assertThat(settings.storeName()).isEqualTo(url);
    assertThat(settings.url()).isEqualTo(url + "?password=secret&sslmode=verify-full");
  }

  @Test
  void shouldSayThatOnlyPostgresIsForSeveralNodes() {
    assertThat(shared("jdbc:postgresql://h/db").isShared()).isTrue();
    assertThat(shared("jdbc:sqlite:/nfs/stats.db").isShared()).isFalse();
    assertThat(new StoreSettings(Path.of("cache"), Optional.empty()).isShared()).isFalse();
  }

  @Test
  void shouldReadEverySetting() {
    StoreSettings settings =
        StoreSettings.from(
            SettingsSource.load(
                Optional.empty(),
                Path.of("nowhere"),
                Map.of(
                    "CACHE_DIR", "here",
                    "REI_DAU_STORE_JDBC_URL", "jdbc:postgresql://h/db",
                    "REI_DAU_STORE_USER", "dau",
                    "REI_DAU_STORE_PASSWORD", "secret")));
    assertThat(settings)
        .isEqualTo(
            new StoreSettings(
                Path.of("here"),
                Optional.of("jdbc:postgresql://h/db"),
                Optional.of("dau"),
                Optional.of("secret")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://dau:secret@h/db",
        "jdbc:postgresql://h?password=secret",
        "jdbc:mysql://h/db?password=secret"
      })
  void shouldNotShowThePasswordOfAUrlThatItRefuses(String url) {
    assertThatThrownBy(() -> shared(url))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("rei-dau.store.jdbc-url")
        .hasMessageNotContaining("secret");
  }

  @Test
  void shouldNotShowThePasswordAnywhereElse() {
    StoreSettings settings =
        new StoreSettings(
            Path.of("cache"),
            Optional.of("jdbc:postgresql://h/db?password=secret"),
            Optional.of("dau"),
            Optional.of("secret"));
    assertThat(settings.toString()).contains("jdbc:postgresql://h/db").doesNotContain("secret");
    assertThat(settings.storeName()).isEqualTo("jdbc:postgresql://h/db");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "cache?x=1"})
  void shouldRefuseAFolderThatCannotBeNamedToTheDatabase(String folder) {
    assertThatThrownBy(() -> new StoreSettings(Path.of(folder), Optional.empty()))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("rei-dau.store.cache-dir (CACHE_DIR) is");
  }

  private static StoreSettings shared(String url) {
    return new StoreSettings(Path.of("cache"), Optional.of(url));
  }
}
