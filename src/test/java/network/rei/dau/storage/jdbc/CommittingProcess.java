package network.rei.dau.storage.jdbc;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.storage.RecordRepository.Commit;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;

/**
 * Commits two records at a time until it is killed, and prints a line after each commit: to be
 * killed.
 */
final class CommittingProcess {

  private CommittingProcess() {}

  public static void main(String[] args) {
    StoreSettings settings = new StoreSettings(Path.of(args[0]), Optional.empty());
    StoreIdentity identity = new StoreIdentity(47805, RecordFixtures.CHUNK_SIZE, Optional.empty());
    try (JdbcRecordRepository repository = JdbcRecordRepository.open(settings, identity)) {
      long epoch = repository.takeOver();
      for (long index = 2 * repository.version(); ; index += 2) {
        List<ChunkRecord> records =
            List.of(RecordFixtures.of(index, 0, 20), RecordFixtures.of(index + 1, 0, 20));
        repository.commit(
            new Commit(epoch, records, List.of(), Instant.EPOCH), RecordFixtures.NO_STATISTICS);
        System.out.println(StorageProcessIT.ANSWER + index);
      }
    }
  }
}
