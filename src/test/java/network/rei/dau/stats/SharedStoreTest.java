package network.rei.dau.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.stats.answer.AnswerKind;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.StorageException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests two nodes that share one store. */
class SharedStoreTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
  private static final ManualTime TIME = ManualTime.get(KIT.system());
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123Z");

  private final InMemoryRepository repository = new InMemoryRepository();
  private final ExecutorService blocking = Executors.newSingleThreadExecutor();
  private final ActorRef<StatsStore.Command> here = node(NOW, ReplicationMode.SHARED);
  private final ActorRef<StatsStore.Command> there =
      node(NOW.plusSeconds(60), ReplicationMode.SHARED);

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @AfterEach
  void stop() {
    KIT.stop(here);
    KIT.stop(there);
    blocking.shutdownNow();
  }

  @Test
  void shouldShowACommitOfAnotherNodeWhenItsMessageArrives() {
    await().until(() -> snapshot(there).version() == 0 && snapshot(here).version() == 0);
    commit(here, 0);

    await().until(() -> snapshot(there).version() == 1);

    assertThat(snapshot(there).ledger().records()).hasSize(1);
  }

  @Test
  void shouldShowACommitOfAnotherNodeAfterASecondIfItsMessageIsLost() {
    ActorRef<StatsStore.Command> silent = node(NOW, ReplicationMode.EXCLUSIVE);
    try {
      snapshot(there);
      commit(silent, 0);
      assertThat(snapshot(there).version()).isZero();

      await()
          .until(
              () -> {
                TIME.timePasses(Duration.ofSeconds(1));
                return snapshot(there).version() == 1;
              });
    } finally {
      KIT.stop(silent);
    }
  }

  @Test
  void shouldReplyWithTheNewestLedger() {
    ActorRef<StatsStore.Command> silent = node(NOW, ReplicationMode.EXCLUSIVE);
    try {
      snapshot(there);
      commit(silent, 0);

      StatusReply<Ledger> newest = ask(there, StatsStore.GetNewest::new);

      assertThat(newest.getValue().records()).hasSize(1);
      assertThat(snapshot(there).version()).isEqualTo(1);
    } finally {
      KIT.stop(silent);
    }
  }

  @Test
  void shouldReplyWithAFailureIfTheStoreCannotBeRead() {
    snapshot(there);
    repository.failWith("bad disk");

    StatusReply<Ledger> newest = ask(there, StatsStore.GetNewest::new);

    assertThat(newest.getError()).isInstanceOf(StorageException.class).hasMessage("bad disk");
  }

  @Test
  void shouldShowAReadErrorUntilTheNextReadSucceeds() {
    snapshot(there);
    repository.failWith("bad disk");

    ask(there, StatsStore.GetNewest::new);
    assertThat(snapshot(there).storeError()).contains("bad disk");

    repository.recover();
    ask(there, StatsStore.GetNewest::new);
    assertThat(snapshot(there).storeError()).isEmpty();
  }

  @Test
  void shouldAnswerRequestsThatArriveDuringAReadingWithOneLaterReading()
      throws InterruptedException {
    BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    ActorRef<StatsStore.Command> node = node(NOW, ReplicationMode.SHARED, work::add);
    try {
      work.take().run();
      snapshot(node);
      TestProbe<StatusReply<Ledger>> early = KIT.createTestProbe();
      TestProbe<StatusReply<Ledger>> late = KIT.createTestProbe();
      node.tell(new StatsStore.GetNewest(early.ref()));
      node.tell(new StatsStore.GetNewest(late.ref()));
      node.tell(new StatsStore.GetNewest(late.ref()));
      snapshot(node);
      assertThat(work).as("one reading at a time").hasSize(1);

      work.take().run();
      early.receiveMessage();
      late.expectNoMessage(Duration.ZERO);
      commit(here, 0);
      Runnable next = work.take();
      snapshot(node);
      assertThat(work).as("one reading for both").isEmpty();
      next.run();

      assertThat(recordsOf(late.receiveMessage())).isEqualTo(1);
      assertThat(recordsOf(late.receiveMessage())).isEqualTo(1);
    } finally {
      KIT.stop(node);
    }
  }

  private static int recordsOf(StatusReply<Ledger> reply) {
    return reply.getValue().records().size();
  }

  @Test
  void shouldGiveTheSameAnswersOnAllNodes() {
    commit(here, 0);
    commit(there, 1);
    await().until(() -> answer(here).version() == 2 && answer(there).version() == 2);

    assertThat(answer(here).body().json()).isEqualTo(answer(there).body().json());
    assertThat(snapshot(here).computedAt())
        .isEqualTo(snapshot(there).computedAt())
        .isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void shouldContinueToAnswerAndShowTheErrorWhenTheStoreCannotBeRead() {
    commit(here, 0);
    repository.failWith("connection refused");

    await()
        .until(
            () -> {
              TIME.timePasses(Duration.ofSeconds(1));
              return snapshot(here).storeError().isPresent();
            });
    assertThat(snapshot(here).storeError()).contains("connection refused");
    assertThat(snapshot(here).ledger().records()).hasSize(1);

    repository.recover();
    await()
        .until(
            () -> {
              TIME.timePasses(Duration.ofSeconds(1));
              return snapshot(here).storeError().isEmpty();
            });
  }

  private ActorRef<StatsStore.Command> node(Instant now, ReplicationMode replication) {
    return node(now, replication, blocking);
  }

  private ActorRef<StatsStore.Command> node(
      Instant now, ReplicationMode replication, Executor blocking) {
    return KIT.spawn(
        StatsStore.create(
            TestStores.access(
                repository,
                (ledger, at) -> {},
                Clock.fixed(now, ZoneOffset.UTC),
                blocking,
                Runnable::run),
            replication));
  }

  private void commit(ActorRef<StatsStore.Command> node, long chunk) {
    StatusReply<Long> epoch =
        ask(
            node,
            (ActorRef<StatusReply<Long>> replyTo) ->
                new StatsStore.TakeOver(Optional.empty(), false, replyTo));
    ChunkRecord record =
        ChunkRecord.of(new Chunk(chunk, 10), 0, TestBlocks.blocks(chunk * 10, chunk * 10 + 9));
    StatusReply<CommitResult> reply =
        ask(
            node,
            (ActorRef<StatusReply<CommitResult>> replyTo) ->
                new StatsStore.Commit(
                    epoch.getValue(), List.of(record), LedgerChange.Removal.NONE, replyTo));
    assertThat(reply.getValue()).isInstanceOf(CommitResult.Committed.class);
  }

  private static Snapshot snapshot(ActorRef<StatsStore.Command> node) {
    return ask(node, StatsStore.GetSnapshot::new);
  }

  private static StatsStore.PreparedAnswer answer(ActorRef<StatsStore.Command> node) {
    return ask(
        node,
        (ActorRef<StatsStore.PreparedAnswer> replyTo) ->
            new StatsStore.GetAnswer(AnswerKind.LAST_24_HOURS, replyTo));
  }

  private static <T> T ask(
      ActorRef<StatsStore.Command> node, Function<ActorRef<T>, StatsStore.Command> message) {
    TestProbe<T> probe = KIT.createTestProbe();
    node.tell(message.apply(probe.ref()));
    return probe.receiveMessage();
  }
}
