package network.rei.dau.storage.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.StoreUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresDialectTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db:5432/dau",
        "jdbc:postgresql://192.0.2.1/dau?connectTimeout=3",
        "jdbc:postgresql://localhost,db.example.com:5433/dau",
        "jdbc:postgresql://[2001:db8::1]:5432/dau"
      })
  void shouldWarnOfConnectionsToOtherMachinesThatMayNotBeEncrypted(String url) {
    assertThat(warning(url))
        .hasValueSatisfying(
            warning ->
                assertThat(warning)
                    .contains("are not encrypted if its server does not offer it", "sslmode=")
                    .doesNotContain("connectTimeout"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://localhost:5432/dau",
        "jdbc:postgresql://127.0.0.1/dau",
        "jdbc:postgresql://[::1]:5432/dau",
        "jdbc:postgresql://db/dau?sslmode=verify-full",
        "jdbc:postgresql://db/dau?connectTimeout=3&sslmode=disable",
        "jdbc:postgresql://db/dau?ssl=true"
      })
  void shouldNotWarnIfTheOperatorHasDecided(String url) {
    assertThat(warning(url)).isEmpty();
  }

  @Test
  void shouldNotWarnOfAFile() {
    assertThat(new SqliteDialect().warning(settings(Optional.empty()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08001", "08P01", "57P01", "57P03", "57P05", "25P03", "25006", "53200", "53300", "40001",
        "40P01", "55P03", "28000", "28P01", "3D000", "53100"
      })
  void shouldCountAsUnavailableWhatPassesWithoutAChangeOfTheRequest(String state) {
    assertThat(failure(state))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("//db/dau", "sorry");
  }

  @ParameterizedTest
  @ValueSource(strings = {"42501", "42P01", "XX000"})
  void shouldNotCountAsUnavailableWhatAnOperatorMustChange(String state) {
    assertThat(failure(state)).isNotInstanceOf(StoreUnavailableException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "08006, true",
    "57P03, true",
    "53300, true",
    "28P01, true",
    "28000, true",
    "3D000, true",
    "53100, false",
    "55P03, false",
    "40001, false"
  })
  void shouldDistinguishAServerThatCannotBeReachedFromABusyOne(String state, boolean away) {
    assertThat(failure(state))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, e -> assertThat(e.isServerAway()).isEqualTo(away));
  }

  private static StorageException failure(String state) {
    return new PostgresDialect().failure("//db/dau", new SQLException("sorry", state));
  }

  private static Optional<String> warning(String url) {
    StoreSettings settings = settings(Optional.of(url));
    return settings.dialect().warning(settings);
  }

  private static StoreSettings settings(Optional<String> url) {
    return new StoreSettings(Path.of("cache"), url);
  }
}
