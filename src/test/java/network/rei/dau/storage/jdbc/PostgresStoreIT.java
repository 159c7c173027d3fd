package network.rei.dau.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.postgres.PostgresServer.Database;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.RecordRepository.Commit;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.StoreUnavailableException;
import network.rei.dau.storage.WrongStoreException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store in PostgreSQL that several nodes use, and that goes away at times. */
@Timeout(60)
class PostgresStoreIT {

  private static final StoreIdentity REI =
      new StoreIdentity(47805, RecordFixtures.CHUNK_SIZE, Optional.empty());

  @TempDir private Path folder;
  private PostgresServer server;
  private Database database;

  @BeforeEach
  void createDatabase() {
    server = PostgresServer.shared();
    database = server.newDatabase();
  }

  @Test
  void shouldBeCreatedOnceByNodesThatStartTogether() throws Exception {
    int nodes = 3;
    CyclicBarrier together = new CyclicBarrier(nodes);
    List<JdbcRecordRepository> opened =
        atOnce(
            nodes,
            () -> {
              together.await();
              return open();
            });
    for (JdbcRecordRepository repository : opened) {
      assertThat(repository.identity()).isEqualTo(REI);
      repository.close();
    }
  }

  @Test
  void shouldTakeTheCommitsOfSeveralNodesOneAfterTheOther() throws Exception {
    int nodes = 3;
    int commits = 20;
    try (JdbcRecordRepository leader = open()) {
      long epoch = leader.takeOver();
      CyclicBarrier together = new CyclicBarrier(nodes);
      atOnce(
          nodes,
          () -> {
            try (JdbcRecordRepository node = open()) {
              together.await();
              for (int i = 0; i < commits; i++) {
                // All the same records, each longer than the one before.
                commit(
                    node,
                    epoch,
                    RecordFixtures.of(7, 0, i + 1),
                    RecordFixtures.of(8, 0, commits - i));
              }
              return node;
            }
          });
      assertThat(leader.version()).isEqualTo((long) nodes * commits);
      assertThat(leader.find(7).orElseThrow().record()).isEqualTo(RecordFixtures.of(7, 0, commits));
      assertThat(leader.find(8).orElseThrow().record()).isEqualTo(RecordFixtures.of(8, 0, commits));
    }
  }

  @Test
  void shouldRefuseACommitThatWaitedWhileAnotherNodeTookOver() throws Exception {
    try (JdbcRecordRepository old = open();
        JdbcRecordRepository next = open()) {
      long epoch = old.takeOver();
      List<Future<CommitResult>> waiting = new ArrayList<>();
      ExecutorService thread = Executors.newSingleThreadExecutor();
      next.connection()
          .inTransaction(
              connection -> {
                StoreTable.nextEpoch(connection);
                waiting.add(thread.submit(() -> commit(old, epoch, RecordFixtures.of(1, 0, 20))));
                awaitOneThatWaitsForALock();
                return null;
              });
      assertThat(waiting.get(0).get()).isEqualTo(new CommitResult.StaleEpoch(epoch + 1));
      thread.shutdown();
      assertThat(next.version()).isZero();
      assertThat(indexes(next)).isEmpty();
    }
  }

  private void awaitOneThatWaitsForALock() {
    server.await(
        "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '"
            + database.name()
            + "'");
  }

  @Test
  void shouldWriteNothingOfACommitWhoseConnectionIsLostAndConnectForTheNext() {
    try (JdbcRecordRepository repository = open()) {
      long epoch = repository.takeOver();
      commit(repository, epoch, RecordFixtures.of(1, 0, 5));
      assertThatThrownBy(
              () ->
                  repository.commit(
                      new Commit(
                          epoch, List.of(RecordFixtures.of(1, 0, 9)), List.of(), Instant.EPOCH),
                      (written, stored) -> {
                        server.cutConnections(database);
                        return PeriodChanges.NONE;
                      }))
          .isInstanceOf(StorageException.class)
          .hasMessageStartingWith("the connection to the store " + database.url() + " was lost: ")
          .hasMessageNotContainingAny("\n", database.password());

      assertThat(repository.version()).isEqualTo(1);
      assertThat(repository.find(1).orElseThrow().record()).isEqualTo(RecordFixtures.of(1, 0, 5));
      commit(repository, epoch, RecordFixtures.of(1, 0, 9));
      assertThat(repository.find(1).orElseThrow().record()).isEqualTo(RecordFixtures.of(1, 0, 9));
    }
  }

  @Test
  void shouldFailWhileTheServerIsAwayAndGoOnOnceItIsBack() {
    try (PostgresServer mortal = PostgresServer.own()) {
      Database there = mortal.newDatabase();
      try (JdbcRecordRepository repository = open(there)) {
        long epoch = repository.takeOver();
        commit(repository, epoch, RecordFixtures.of(1, 0, 5));
        mortal.stop();
        assertThatThrownBy(() -> commit(repository, epoch, RecordFixtures.of(2, 0, 5)))
            .isInstanceOf(StorageException.class)
            .hasMessageStartingWith("the connection to the store " + there.url() + " was lost: ");
        assertThatThrownBy(() -> commit(repository, epoch, RecordFixtures.of(2, 0, 5)))
            .isInstanceOf(StorageException.class)
            .hasMessageStartingWith("the store " + there.url() + " cannot be reached: ")
            .hasMessageNotContaining("\n");
        mortal.start();
        commit(repository, epoch, RecordFixtures.of(2, 0, 5));
        assertThat(repository.version()).isEqualTo(2);
        assertThat(indexes(repository)).containsExactly(2L, 1L);
      }
    }
  }

  @Test
  void shouldBeUnavailableWhileTheServerHasNoConnectionLeft() {
    try (JdbcRecordRepository repository = open()) {
      long epoch = repository.takeOver();
      server.execute("ALTER DATABASE " + database.name() + " CONNECTION LIMIT 0");
      server.cutConnections(database);
      assertThatThrownBy(() -> commit(repository, epoch, RecordFixtures.of(1, 0, 5)))
          .isInstanceOf(StoreUnavailableException.class);

      assertThatThrownBy(() -> commit(repository, epoch, RecordFixtures.of(1, 0, 5)))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageStartingWith(
              "the store " + database.url() + " accepts no further connections: ")
          .hasMessageNotContainingAny("\n", database.password());

      server.execute("ALTER DATABASE " + database.name() + " CONNECTION LIMIT -1");
      commit(repository, epoch, RecordFixtures.of(1, 0, 5));
      assertThat(indexes(repository)).containsExactly(1L);
    }
  }

  @Test
  void shouldReadRecordsAFewAtATime() {
    try (JdbcRecordRepository repository = open()) {
      long epoch = repository.takeOver();
      ChunkRecord[] many =
          LongStream.range(0, 100)
              .mapToObj(index -> RecordFixtures.of(index, 0, 20))
              .toArray(ChunkRecord[]::new);
      commit(repository, epoch, many);
      List<Long> read = new ArrayList<>();
      // Had all been sent, all would be handed over.
      assertThatThrownBy(
              () ->
                  repository.forEachFromNewest(
                      stored -> {
                        if (read.isEmpty()) {
                          server.cutConnections(database);
                        }
                        read.add(stored.record().index());
                      }))
          .isInstanceOf(StorageException.class);
      assertThat(read).hasSizeLessThan(20);
    }
  }

  @Test
  void shouldNotWaitForEverForAnotherNodeOrALostOne() {
    try (JdbcRecordRepository repository = open()) {
      assertThat(show(repository, "lock_timeout")).isEqualTo("10s");
      assertThat(show(repository, "idle_in_transaction_session_timeout")).isEqualTo("30s");
      assertThat(show(repository, "synchronous_commit")).isEqualTo("on");
    }
  }

  @Test
  void shouldGiveUpOnAServerThatNeverAnswers() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "jdbc:postgresql://127.0.0.1:" + mute.getLocalPort() + "/stats";
      StoreSettings settings =
          new StoreSettings(folder, Optional.of(url + "?socketTimeout=1&password=secret"));
      assertThatThrownBy(() -> JdbcRecordRepository.open(settings, REI))
          .isInstanceOf(StorageException.class)
          .hasMessageStartingWith("the store " + url + " cannot be reached: ")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void shouldSayThatThePasswordIsWrongWithoutShowingIt() {
    assertThatThrownBy(() -> open(database.url(), "dau", "a wrong secret"))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith(
            "the store " + database.url() + " refuses rei-dau.store.user or its password: ")
        .hasMessageNotContaining("a wrong secret");
  }

  @Test
  void shouldSayThatTheDatabaseMustBeCreatedFirst() {
    String url = database.url() + "_none";
    assertThatThrownBy(() -> open(url, database.user(), database.password()))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("the database of the store " + url + " must be created first: ");
  }

  @Test
  void shouldSayThatTheUserMayNotUseTheTables() {
    server.execute("CREATE ROLE guest LOGIN PASSWORD '" + database.password() + "'");
    open().close();
    assertThatThrownBy(() -> open(database.url(), "guest", database.password()))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith(
            "the user of the store " + database.url() + " may not do what is needed: ");
  }

  @Test
  void shouldRefuseADatabaseOfAnotherChain() {
    open().close();
    assertThatThrownBy(
            () ->
                JdbcRecordRepository.open(
                    StoreFixtures.postgres(database, folder),
                    new StoreIdentity(1, 20, Optional.empty())))
        .isInstanceOf(WrongStoreException.class)
        .hasMessage(
            "the store "
                + database.url()
                + " holds chain 47805, but rei-dau.chain.id is 1:"
                + " use another database, or move the old one away");
  }

  private JdbcRecordRepository open() {
    return open(database);
  }

  private JdbcRecordRepository open(Database named) {
    return JdbcRecordRepository.open(StoreFixtures.postgres(named, folder), REI);
  }

  private JdbcRecordRepository open(String url, String user, String password) {
    return JdbcRecordRepository.open(
        new StoreSettings(folder, Optional.of(url), Optional.of(user), Optional.of(password)), REI);
  }

  private static CommitResult commit(
      RecordRepository repository, long epoch, ChunkRecord... records) {
    return repository.commit(
        new Commit(epoch, List.of(records), List.of(), Instant.EPOCH),
        RecordFixtures.NO_STATISTICS);
  }

  private static List<Long> indexes(RecordRepository repository) {
    List<Long> indexes = new ArrayList<>();
    repository.forEachFromNewest(stored -> indexes.add(stored.record().index()));
    return indexes;
  }

  private static String show(JdbcRecordRepository repository, String setting) {
    return repository
        .connection()
        .inTransaction(
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet row = statement.executeQuery("SHOW " + setting)) {
                row.next();
                return row.getString(1);
              }
            });
  }

  private static <T> List<T> atOnce(int threads, Callable<T> work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(executor.submit(work));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }
}
