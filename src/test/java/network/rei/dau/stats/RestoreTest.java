package network.rei.dau.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.stats.answer.AnswerKind;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.jdbc.JdbcRecordRepository;
import network.rei.dau.storage.jdbc.StoreBackup;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the restore of a backup while the service runs. */
class RestoreTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-03-05T12:00:00Z"), ZoneOffset.UTC);

  private final GrowingChain chain = new GrowingChain(new Random(1), 40);
  private final ExecutorService blocking = Executors.newSingleThreadExecutor();

  @TempDir private Path folder;
  private StoreSettings settings;
  private Path backup;
  private JdbcRecordRepository repository;
  private ActorRef<StatsStore.Command> store;
  private long epoch;

  @BeforeEach
  void createABackupOfThreeRecordsOfAStoreWithFive() {
    settings = new StoreSettings(folder, Optional.empty());
    backup = folder.resolve("backup.db");
    repository = JdbcRecordRepository.open(settings, identity(47805));
    store =
        KIT.spawn(
            StatsStore.create(
                TestStores.access(repository, (ledger, at) -> {}, NOON, blocking, Runnable::run),
                ReplicationMode.EXCLUSIVE));
    epoch =
        this.<StatusReply<Long>>ask(
                replyTo -> new StatsStore.TakeOver(Optional.empty(), false, replyTo))
            .getValue();
    commit(0, 1, 2);
    StoreBackup.backup(settings, backup);
    commit(3, 4);
  }

  @AfterEach
  void close() {
    KIT.stop(store);
    blocking.shutdownNow();
    repository.close();
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void shouldAnswerFromTheBackupAndKeepTheReplacedStore() {
    long before = snapshot().version();

    List<Path> aside = restore(backup).getValue();

    assertThat(records()).containsExactly(0L, 1L, 2L);
    assertThat(snapshot().version())
        .as("clients with an earlier answer see a change")
        .isGreaterThan(before);
    assertThat(snapshot().computedAt()).isEqualTo(NOON.instant());
    Awaitility.await()
        .until(
            () ->
                this.<StatsStore.PreparedAnswer>ask(
                            replyTo -> new StatsStore.GetAnswer(AnswerKind.LAST_24_HOURS, replyTo))
                        .version()
                    == snapshot().version());
    Path moved = aside.get(0);
    StoreSettings old = new StoreSettings(folder, Optional.of("jdbc:sqlite:" + moved));
    try (JdbcRecordRepository replaced = JdbcRecordRepository.open(old, identity(47805))) {
      assertThat(replaced.find(4)).isPresent();
    }
  }

  @Test
  void shouldLeaveFilesOfTheOwnerOfTheFolderIfRootRestores() throws IOException {
    assumeThat(Files.getAttribute(folder, "unix:uid")).isEqualTo(0);
    Files.setAttribute(folder, "unix:uid", 10001);

    List<Path> aside = restore(backup).getValue();

    assertThat(Files.getAttribute(settings.databaseFile(), "unix:uid")).isEqualTo(10001);
    assertThat(Files.getAttribute(aside.get(0).getParent(), "unix:uid")).isEqualTo(10001);
  }

  @Test
  void shouldAcceptCommitsOfTheSameEpochAfterARestore() {
    restore(backup);

    assertThat(commit(3)).isInstanceOf(CommitResult.Committed.class);
    assertThat(commit(4)).isInstanceOf(CommitResult.Committed.class);

    assertThat(records()).containsExactly(0L, 1L, 2L, 3L, 4L);
    try (JdbcRecordRepository reopened = JdbcRecordRepository.open(settings, identity(47805))) {
      assertThat(reopened.version()).isEqualTo(snapshot().version());
      assertThat(reopened.find(4)).isPresent();
    }
  }

  @Test
  void shouldChangeNothingIfTheBackupIsUnusable() throws IOException {
    Snapshot before = snapshot();
    Path damaged = Files.writeString(folder.resolve("damaged.db"), "no database at all");
    Path other = folder.resolve("other.db");
    JdbcRecordRepository.open(
            new StoreSettings(folder, Optional.of("jdbc:sqlite:" + other)), identity(1))
        .close();

    assertThat(failed(damaged)).contains("is damaged");
    assertThat(failed(other)).contains("holds chain 1");
    assertThat(failed(folder.resolve("nowhere.db"))).contains("there is no backup");
    Path link = Files.createSymbolicLink(folder.resolve("link.db"), folder.resolve("stats.db"));
    assertThat(failed(link)).contains("is the store itself");

    assertThat(snapshot()).isEqualTo(before);
    assertThat(commit(5)).isInstanceOf(CommitResult.Committed.class);
    assertThat(folder).isDirectoryNotContaining("glob:**restoring*");
    assertThat(folder).isDirectoryNotContaining("glob:**replaced-*");
  }

  private static StoreIdentity identity(long chainId) {
    return new StoreIdentity(chainId, GrowingChain.CHUNK_SIZE, Optional.empty());
  }

  private String failed(Path file) {
    return restore(file).getError().getMessage();
  }

  private StatusReply<List<Path>> restore(Path file) {
    return ask(replyTo -> new StatsStore.Restore(file, replyTo));
  }

  private CommitResult commit(long... indexes) {
    StatusReply<CommitResult> last = null;
    for (long index : indexes) {
      last =
          ask(
              replyTo ->
                  new StatsStore.Commit(
                      epoch,
                      List.of(chain.record(index, GrowingChain.CHUNK_SIZE)),
                      LedgerChange.Removal.NONE,
                      replyTo));
    }
    return last.getValue();
  }

  private Snapshot snapshot() {
    return ask(StatsStore.GetSnapshot::new);
  }

  private List<Long> records() {
    return snapshot().ledger().records().stream().map(LedgerRecord::index).toList();
  }

  private <R> R ask(Function<ActorRef<R>, StatsStore.Command> message) {
    return AskPattern.<StatsStore.Command, R>ask(
            store, message::apply, SOON, KIT.system().scheduler())
        .toCompletableFuture()
        .join();
  }
}
