package network.rei.dau.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.files.CacheFolder;
import network.rei.dau.storage.files.LockingProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What must hold between processes, and when one is killed. */
@Timeout(120)
public class StorageProcessIT {

  /** Prefix of the lines that the processes of this test print for it. */
  public static final String ANSWER = "> ";

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endProcesses() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void shouldKeepEveryAcknowledgedCommitWholeWhenKilledAtAnyTime() throws Exception {
    for (int acknowledgements : List.of(1, 2, 7, 40, 150)) {
      Process process = start(CommittingProcess.class);
      BufferedReader out = process.inputReader();
      String last = "";
      for (int i = 0; i < acknowledgements; i++) {
        last = answer(out).orElseThrow();
      }
      kill(process);
      for (Optional<String> next = answer(out); next.isPresent(); next = answer(out)) {
        last = next.get();
      }
      requireAllUpTo(Long.parseLong(last) + 1);
    }
  }

  private void requireAllUpTo(long lastAcknowledged) {
    StoreIdentity identity = new StoreIdentity(47805, RecordFixtures.CHUNK_SIZE, Optional.empty());
    try (RecordRepository repository =
        JdbcRecordRepository.open(new StoreSettings(folder, Optional.empty()), identity)) {
      List<Long> stored = new ArrayList<>();
      repository.forEachFromNewest(
          record -> {
            assertThat(record.record())
                .isEqualTo(RecordFixtures.of(record.record().index(), 0, 20));
            stored.add(record.record().index());
          });
      // A commit has two records: an unacknowledged one is stored as a whole or not at all.
      assertThat(stored).hasSize((int) (2 * repository.version()));
      assertThat(stored)
          .containsExactlyInAnyOrderElementsOf(LongStream.range(0, stored.size()).boxed().toList())
          .contains(lastAcknowledged);
    }
  }

  @Test
  void shouldRefuseAFolderThatAnotherProcessHoldsUntilThatIsKilled() throws Exception {
    Process holder = start(LockingProcess.class);
    assertThat(answer(holder.inputReader())).contains("held");
    assertThatThrownBy(() -> CacheFolder.open(folder, Clock.systemUTC()))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            folder
                + " is in use by process "
                + holder.pid()
                + ": stop it, or set CACHE_DIR to another folder");

    kill(holder);
    CacheFolder.open(folder, Clock.systemUTC()).close();
  }

  @Test
  void shouldHoldTheFolderAlsoAfterAnAttemptToTakeItTwiceInOneProcess() throws Exception {
    try (CacheFolder held = CacheFolder.open(folder, Clock.systemUTC())) {
      assertThatThrownBy(() -> CacheFolder.open(held.path(), Clock.systemUTC()))
          .isInstanceOf(StorageException.class);
      assertThat(answer(start(LockingProcess.class).inputReader()).orElseThrow())
          .contains("is in use by process " + ProcessHandle.current().pid());
    }
    assertThat(answer(start(LockingProcess.class).inputReader())).contains("held");
  }

  /** The next answer of a process; log lines are passed over. */
  private static Optional<String> answer(BufferedReader out) throws IOException {
    String line = out.readLine();
    while (line != null && !line.startsWith(ANSWER)) {
      line = out.readLine();
    }
    return Optional.ofNullable(line).map(text -> text.substring(ANSWER.length()));
  }

  /** Does not use {@link Process#destroyForcibly}, which discards unread output. */
  private static void kill(Process process) throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  private Process start(Class<?> main) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    started.add(process);
    return process;
  }
}
