package network.rei.dau.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
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
        "jdbc:sqlite:file:x?mode=memory",
        "stats.db",
        "jdbc:mysql://host/stats"
      })
  void shouldRefuseADatabaseThatIsNoFileOfSqlite(String url) {
    assertThatThrownBy(() -> new StoreSettings(Path.of("cache"), Optional.of(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("rei-dau.store.jdbc-url must be jdbc:sqlite: and a file");
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
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("rei-dau.store.cache-dir must");
  }
}
