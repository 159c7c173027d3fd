package network.rei.dau.faults;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reorganisations of other lengths than those of {@link ReorgIT}. */
@Execution(ExecutionMode.CONCURRENT)
class ReorgNightly {

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} blocks, the last {1} of them replaced by {2}")
  @CsvSource({
    // over one boundary of records; exactly at a boundary
    "1090, 150, 151",
    "1000, 200, 203",
    // within the open record; one block at a boundary of records
    "1090, 1, 2",
    "1090, 30, 31",
    "1001, 1, 2",
    // a shorter branch that exceeds the old head only later
    "1090, 300, 250"
  })
  void shouldReplaceOrphanedRecords(int blocks, int depth, int newBlocks) throws IOException {
    ReorgIT.replaceOrphanedRecords(folder, blocks, depth, newBlocks);
  }

  @ParameterizedTest(name = "the last {0} blocks replaced by {1}")
  @CsvSource({"30, 30", "1, 31", "1, 91", "5, 205", "60, 900"})
  void shouldReplaceRecordsOrphanedWhileTheServiceWasDown(int depth, int newBlocks)
      throws IOException {
    ReorgIT.replaceRecordsOrphanedWhileTheServiceWasDown(folder, depth, newBlocks);
  }
}
