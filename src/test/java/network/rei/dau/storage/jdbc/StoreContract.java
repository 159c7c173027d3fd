package network.rei.dau.storage.jdbc;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Opens an empty store and takes it over before each test of a contract for every database. */
abstract class StoreContract {

  static final StoreIdentity REI =
      new StoreIdentity(47805, RecordFixtures.CHUNK_SIZE, Optional.empty());
  static final Instant NOON = Instant.parse("2024-05-01T12:00:00.123Z");

  @TempDir private Path folder;
  StoreSettings settings;
  JdbcRecordRepository repository;
  long epoch;

  /** Of an empty store. */
  abstract StoreSettings settings(Path emptyFolder);

  @BeforeEach
  void open() {
    settings = settings(folder);
    repository = JdbcRecordRepository.open(settings, REI);
    epoch = repository.takeOver();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  void reopen() {
    repository.close();
    repository = JdbcRecordRepository.open(settings, REI);
  }
}
