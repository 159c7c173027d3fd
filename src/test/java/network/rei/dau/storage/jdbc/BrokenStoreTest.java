package network.rei.dau.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.storage.DamagedRecordsException;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.RecordRepository.Commit;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What a store says when it cannot, or must not, be used. */
class BrokenStoreTest {

  private static final StoreIdentity REI =
      new StoreIdentity(47805, RecordFixtures.CHUNK_SIZE, Optional.empty());

  @TempDir private Path temporary;
  private Path folder;
  private StoreSettings settings;

  @BeforeEach
  void nameTheFolder() {
    folder = temporary.resolve("cache");
    settings = new StoreSettings(folder, Optional.empty());
  }

  @Test
  void shouldRefuseAStoreOfAnotherChainAndNameBoth() {
    open(REI).close();
    refuses(
        () -> open(new StoreIdentity(1, RecordFixtures.CHUNK_SIZE, Optional.empty())),
        "the store "
            + settings.databaseFile()
            + " holds chain 47805, but rei-dau.chain.id is 1:"
            + " use another CACHE_DIR, or move the old one away");
  }

  @Test
  void shouldRefuseAStoreOfAnotherChunkSizeAndNameBoth() {
    open(REI).close();
    refuses(
        () -> open(new StoreIdentity(47805, 1200, Optional.empty())),
        "the store "
            + settings.databaseFile()
            + " holds records of 20 blocks, but rei-dau.ingest.chunk-size is 1200:"
            + " use another CACHE_DIR, or move the old one away");
  }

  @Test
  void shouldRefuseAStoreOfANewerSchema() {
    try (JdbcRecordRepository repository = open(REI)) {
      sql(
          repository,
          "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
              + " checksum, installed_by, execution_time, success)"
              + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, '', 1, 1)");
    }
    refuses(
        () -> open(REI),
        "the store "
            + settings.databaseFile()
            + " has schema version 99, this program supports "
            + settings.dialect().migrations().size()
            + ": use the newer program that wrote it, or another CACHE_DIR");
  }

  @Test
  void shouldRefuseAMigrationThatWasChangedAfterItRan() {
    try (JdbcRecordRepository repository = open(REI)) {
      sql(repository, "UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'");
    }
    assertThatThrownBy(() -> open(REI))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("the tables of the store " + settings.databaseFile());
  }

  @Test
  void shouldNameAFileThatIsNoDatabaseAndLeaveItAsItIs() throws IOException {
    Files.createDirectories(folder);
    byte[] garbage = new byte[50_000];
    new Random(1).nextBytes(garbage);
    Files.write(settings.databaseFile(), garbage);
    refuses(
        () -> open(REI),
        "the store "
            + settings.databaseFile()
            + " is damaged or no SQLite database: move it away, and its records are fetched again");
    assertThat(settings.databaseFile()).hasBinaryContent(garbage);
  }

  @Test
  void shouldNameADatabaseThatIsDamagedInside() throws IOException {
    try (JdbcRecordRepository repository = open(REI)) {
      commit(repository, repository.takeOver(), 0, 200);
    }
    byte[] bytes = Files.readAllBytes(settings.databaseFile());
    new Random(1).nextBytes(bytes);
    byte[] header = Files.readAllBytes(settings.databaseFile());
    System.arraycopy(header, 0, bytes, 0, 100);
    Files.write(settings.databaseFile(), bytes);
    assertThatThrownBy(
            () -> {
              try (JdbcRecordRepository repository = open(REI)) {
                repository.forEachFromNewest(record -> {});
              }
            })
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("the store " + settings.databaseFile() + " is damaged")
        .hasMessageNotContaining("\n");
  }

  @Test
  void shouldGiveTheSoundRecordsAndNameTheDamagedOnesThatCanThenBeReplaced() {
    try (JdbcRecordRepository repository = open(REI)) {
      long epoch = repository.takeOver();
      commit(repository, epoch, 0, 4);
      sql(repository, "UPDATE record SET payload = zeroblob(300) WHERE chunk_index IN (1, 2)");

      List<Long> sound = new ArrayList<>();
      assertThatThrownBy(
              () -> repository.forEachFromNewest(stored -> sound.add(stored.record().index())))
          .isInstanceOfSatisfying(
              DamagedRecordsException.class, e -> assertThat(e.indexes()).containsExactly(2L, 1L))
          .hasMessage(
              "the store "
                  + settings.databaseFile()
                  + " has 2 damaged records; the first: record 2 is damaged:"
                  + " its format is 0, known are 1 and 2");
      assertThat(sound).containsExactly(3L, 0L);

      ChunkRecord fresh = RecordFixtures.of(1, 0, 20);
      repository.commit(
          new Commit(epoch, List.of(fresh), List.of(1L, 2L), Instant.EPOCH),
          RecordFixtures.NO_STATISTICS);
      repository.forEachFromNewest(stored -> {});
      assertThat(repository.find(1).orElseThrow().record()).isEqualTo(fresh);
    }
  }

  @Test
  void shouldHarmNothingWhenTheDiskIsFullAndGoOnWhenThereIsSpace() {
    try (JdbcRecordRepository repository = open(REI)) {
      long epoch = repository.takeOver();
      commit(repository, epoch, 0, 3);
      sql(repository, "PRAGMA max_page_count = 1"); // that is: no more than there are

      refuses(
          () -> commit(repository, epoch, 3, 100),
          "the disk of the store "
              + settings.databaseFile()
              + " is full; what was stored before is unharmed");
      assertThat(repository.version()).isEqualTo(1);
      assertThat(indexes(repository)).containsExactly(2L, 1L, 0L);

      sql(repository, "PRAGMA max_page_count = 1000000");
      commit(repository, epoch, 3, 100);
      assertThat(repository.version()).isEqualTo(2);
      assertThat(indexes(repository)).hasSize(100);
    }
  }

  @Test
  void shouldOpenAgainAfterItsConnectionBroke() {
    try (JdbcRecordRepository repository = open(REI)) {
      long epoch = repository.takeOver();
      commit(repository, epoch, 0, 3);
      assertThatThrownBy(
              () ->
                  repository
                      .connection()
                      .inTransaction(
                          connection -> {
                            connection.close();
                            return execute(connection, "SELECT 1");
                          }))
          .isInstanceOf(StorageException.class);

      commit(repository, epoch, 3, 5);
      assertThat(indexes(repository)).hasSize(5);
    }
  }

  @Test
  void shouldSayThatAFileIsWhereTheFolderBelongs() throws IOException {
    Files.createFile(folder);
    refuses(() -> open(REI), "cannot create the folder " + folder + ": a file is there");
  }

  @Test
  @EnabledIf("procIsThere")
  void shouldSayThatAFolderCannotBeMade() {
    Path nowhere = Path.of("/proc/rei-dau");
    assertThatThrownBy(
            () -> JdbcRecordRepository.open(new StoreSettings(nowhere, Optional.empty()), REI))
        .isInstanceOf(StorageException.class)
        .hasMessage("cannot create the folder /proc/rei-dau: no such file or folder");
  }

  static boolean procIsThere() {
    return Files.isDirectory(Path.of("/proc/self"));
  }

  @Test
  void shouldSayThatADatabaseCannotBeOpened() throws IOException {
    Files.createDirectories(settings.databaseFile());
    refuses(
        () -> open(REI),
        "the store "
            + settings.databaseFile()
            + " cannot be written: check that its folder's permissions allow it and its disk is not"
            + " mounted read-only; what was stored before is unharmed");
  }

  @Test
  void shouldCreateFolderAndDatabaseForTheirOwnerOnly() throws IOException {
    try (JdbcRecordRepository repository = open(REI)) {
      repository.takeOver();
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(settings.databaseFile())).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("stats.db-wal"))).isEqualTo("rw-------");
      }
    }
  }

  @Test
  void shouldOpenTheDatabaseThatTheSettingsName() {
    Path other = temporary.resolve("other.db");
    StoreSettings named =
        new StoreSettings(folder, Optional.of("jdbc:sqlite:" + other + "?foreign_keys=true"));
    JdbcRecordRepository.open(named, REI).close();
    assertThat(other).isNotEmptyFile();
    assertThat(folder).doesNotExist();
    assertThatThrownBy(
            () -> JdbcRecordRepository.open(named, new StoreIdentity(1, 20, Optional.empty())))
        .hasMessageContaining("the store jdbc:sqlite:" + other + " holds chain 47805");
  }

  private JdbcRecordRepository open(StoreIdentity identity) {
    return JdbcRecordRepository.open(settings, identity);
  }

  private static void refuses(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(StorageException.class).hasMessage(message);
  }

  private static void commit(RecordRepository repository, long epoch, long from, long to) {
    List<ChunkRecord> records =
        LongStream.range(from, to).mapToObj(index -> RecordFixtures.of(index, 0, 20)).toList();
    repository.commit(
        new Commit(epoch, records, List.of(), Instant.EPOCH), RecordFixtures.NO_STATISTICS);
  }

  private static List<Long> indexes(RecordRepository repository) {
    List<Long> indexes = new ArrayList<>();
    repository.forEachFromNewest(stored -> indexes.add(stored.record().index()));
    return indexes;
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void sql(JdbcRecordRepository repository, String sql) {
    repository.connection().inTransaction(connection -> execute(connection, sql));
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }
}
