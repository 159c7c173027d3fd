package network.rei.dau.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import network.rei.dau.settings.SettingsException;
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
        "jdbc:mysql://host/stats"
      })
  void shouldRefuseADatabaseThatIsNoFileOfSqlite(String url) {
    assertThatThrownBy(() -> new StoreSettings(Path.of("cache"), Optional.of(url)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("rei-dau.store.jdbc-url (REI_DAU_STORE_JDBC_URL) is '" + url + "'");
  }

  @Test
  void shouldNotPrintAPassword() {
    assertThatThrownBy(
            () ->
                new StoreSettings(
                    Path.of("cache"), Optional.of("jdbc:postgresql://h/db?password=secret")))
        .hasMessageContaining("jdbc:postgresql://h/db")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "cache?x=1"})
  void shouldRefuseAFolderThatCannotBeNamedToTheDatabase(String folder) {
    assertThatThrownBy(() -> new StoreSettings(Path.of(folder), Optional.empty()))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("rei-dau.store.cache-dir (CACHE_DIR) is");
  }
}
