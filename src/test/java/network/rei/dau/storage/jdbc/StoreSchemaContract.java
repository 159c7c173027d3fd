package network.rei.dau.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.observability.log.CapturedLog;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.jdbc.dialect.Dialect.Migration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the tables are made and migrated, in every database. */
abstract class StoreSchemaContract {

  @TempDir private Path folder;

  /** Of a store that is not there yet. */
  abstract StoreSettings settings(Path emptyFolder);

  @Test
  void shouldListEveryMigrationInTheFolder() throws IOException, URISyntaxException {
    URL migrations = getClass().getResource(settings(folder).dialect().folder());
    try (Stream<Path> files = Files.list(Path.of(migrations.toURI()))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(scripts());
    }
  }

  @Test
  void shouldNumberMigrationsFromOneWithoutAGap() {
    assertThat(scripts())
        .zipSatisfy(
            IntStream.rangeClosed(1, scripts().size()).boxed().toList(),
            (name, number) -> assertThat(name).startsWith("V" + number + "__").endsWith(".sql"));
  }

  @Test
  void shouldNotNeedFlywayAfterTheFirstOpening() {
    StoreSettings settings = settings(folder);
    StoreSchema schema = new StoreSchema(settings);
    try (StoreConnection store = new StoreConnection(settings)) {
      assertThat(store.<Boolean>inTransaction(schema::isCurrent)).isFalse();
      schema.bringUpToDate(0);
      // If this fails for a new migration: the checksum that belongs into the list is in the
      // table flyway_schema_history. If it fails for a released one: do not change that one.
      assertThat(store.inTransaction(StoreSchemaContract::appliedChecksums))
          .isEqualTo(settings.dialect().migrations().stream().map(Migration::checksum).toList());
      assertThat(store.<Boolean>inTransaction(schema::isCurrent)).isTrue();
    }
  }

  @Test
  void shouldKeepTheRecordsOfAStoreThatHasNoPeriodsYetAndTakePeriodsThen() {
    StoreSettings settings = settings(folder);
    StoreIdentity identity = new StoreIdentity(47805, RecordFixtures.CHUNK_SIZE, Optional.empty());
    Instant stored = Instant.parse("2026-03-05T12:00:00.250Z");
    StoredRecord record = new StoredRecord(RecordFixtures.of(1, 0, 20), stored);
    migrateTo(1, settings);
    try (StoreConnection store = new StoreConnection(settings)) {
      store.inTransaction(
          connection -> {
            try (Statement insert = connection.createStatement()) {
              insert.execute(
                  "INSERT INTO store (id, version, epoch, chain_id, chunk_size, created_at)"
                      + " VALUES (1, 0, 0, 47805, "
                      + RecordFixtures.CHUNK_SIZE
                      + ", 0)");
            }
            return RecordTable.write(connection, List.of(record.record()), record.storedAt(), 0);
          });
    }

    try (RecordRepository repository = JdbcRecordRepository.open(settings, identity)) {
      List<StoredRecord> records = new ArrayList<>();
      repository.forEachFromNewest(records::add);
      assertThat(records).containsExactly(record);
      assertThat(repository.changedAt()).isEqualTo(stored);
      List<PeriodActivity> periods = new ArrayList<>();
      repository.forEachPeriod(periods::add, day -> {});
      assertThat(periods).isEmpty();
      repository.commit(
          new RecordRepository.Commit(repository.takeOver(), List.of(), List.of(), Instant.EPOCH),
          (written, found) ->
              new PeriodChanges(List.of(PeriodFixtures.hour(1)), List.of(), List.of()));
      repository.forEachPeriod(periods::add, day -> {});
      assertThat(periods).containsExactly(PeriodFixtures.hour(1));
    }
  }

  @Test
  void shouldKeepPeriodsThatWereStoredWithoutTrafficAndReportTheMigration() {
    StoreSettings settings = settings(folder);
    StoreIdentity identity = new StoreIdentity(47805, RecordFixtures.CHUNK_SIZE, Optional.empty());
    migrateTo(4, settings);
    try (StoreConnection store = new StoreConnection(settings)) {
      store.inTransaction(
          connection -> {
            try (Statement insert = connection.createStatement()) {
              insert.execute(
                  "INSERT INTO store (id, version, epoch, chain_id, chunk_size, created_at)"
                      + " VALUES (1, 1, 0, 47805, "
                      + RecordFixtures.CHUNK_SIZE
                      + ", 0)");
              return insert.executeUpdate(
                  "INSERT INTO period (resolution, start, revision, complete, records, blocks,"
                      + " transactions, addresses, senders, recipients, new_senders,"
                      + " contract_creations, missing_blocks, written_version)"
                      + " VALUES ('hour', 3600, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 0, 1)");
            }
          });
    }

    try (CapturedLog log = CapturedLog.of(StoreSchema.class.getName(), Level.INFO);
        RecordRepository repository = JdbcRecordRepository.open(settings, identity)) {
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0))
          .contains(" are migrated from version 4 to " + scripts().size() + ". This may take");
      assertThat(log.lines().get(1)).contains("The tables have version " + scripts().size());
      List<PeriodActivity> periods = new ArrayList<>();
      repository.forEachPeriod(periods::add, day -> {});
      assertThat(periods).containsExactly(PeriodFixtures.hour(1));
      assertThat(periods.get(0).activity().counts().traffic().emptyBlocks()).isEmpty();
    }
  }

  /** As an earlier version of this program left the tables. */
  private static void migrateTo(int version, StoreSettings settings) {
    FluentConfiguration earlier =
        Flyway.configure()
            .loggers("slf4j")
            .locations("classpath:" + settings.dialect().folder())
            .target(String.valueOf(version));
    settings.dialect().migrate(settings, earlier);
    assertThat(earlier.load().migrate().migrationsExecuted).isEqualTo(version);
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

  private List<String> scripts() {
    return settings(folder).dialect().migrations().stream().map(Migration::script).toList();
  }
}
