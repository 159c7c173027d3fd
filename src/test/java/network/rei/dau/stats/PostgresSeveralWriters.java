package network.rei.dau.stats;

import java.nio.file.Path;
import java.util.Optional;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.postgres.PostgresServer.Database;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.jdbc.JdbcRecordRepository;
import network.rei.dau.storage.jdbc.StoreFixtures;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes on one database of PostgreSQL. */
abstract class PostgresSeveralWriters extends SeveralWritersContract {

  private final Database database = PostgresServer.shared().newDatabase();
  @TempDir private Path folder;

  @Override
  RecordRepository openShared() {
    return JdbcRecordRepository.open(
        StoreFixtures.postgres(database, folder),
        new StoreIdentity(47805, GrowingChain.CHUNK_SIZE, Optional.empty()));
  }
}
