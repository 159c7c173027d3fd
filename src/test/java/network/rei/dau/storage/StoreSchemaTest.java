package network.rei.dau.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.rei.dau.storage.StoreSchema.Migration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSchemaTest {

  @Test
  void shouldListEveryMigrationInTheFolder() throws IOException, URISyntaxException {
    URL folder = StoreSchemaTest.class.getResource("/db/migration/sqlite");
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(scripts());
    }
  }

  @Test
  void shouldNumberMigrationsFromOneWithoutAGap() {
    assertThat(scripts())
        .zipSatisfy(
            IntStream.rangeClosed(1, StoreSchema.MIGRATIONS.size()).boxed().toList(),
            (name, number) -> assertThat(name).startsWith("V" + number + "__").endsWith(".sql"));
  }

  @Test
  void shouldNotNeedFlywayAfterTheFirstOpening(@TempDir Path folder) {
    StoreSettings settings = new StoreSettings(folder, Optional.empty());
    try (StoreConnection store = new StoreConnection(settings)) {
      assertThat(store.<Boolean>inTransaction(StoreSchema::isCurrent)).isFalse();
      StoreSchema.bringUpToDate(settings);
      // If this fails for a new migration: the checksum that belongs into the list is in the
      // table flyway_schema_history. If it fails for a released one: do not change that one.
      assertThat(store.inTransaction(StoreSchemaTest::appliedChecksums))
          .isEqualTo(StoreSchema.MIGRATIONS.stream().map(Migration::checksum).toList());
      assertThat(store.<Boolean>inTransaction(StoreSchema::isCurrent)).isTrue();
    }
  }

  private static List<Integer> appliedChecksums(Connection connection) throws SQLException {
    List<Integer> checksums = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT checksum FROM flyway_schema_history ORDER BY installed_rank")) {
      while (row.next()) {
        checksums.add(row.getInt(1));
      }
    }
    return checksums;
  }

  private static List<String> scripts() {
    return StoreSchema.MIGRATIONS.stream().map(Migration::script).toList();
  }
}
