package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreUnavailableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StoreClientTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(ManualTime.config().withFallback(ActorTestKit.applicationTestConfig()));
  private static final ManualTime TIME = ManualTime.get(KIT.system());

  private final StoreUnavailableException unavailable =
      new StoreUnavailableException("connection refused", null);
  private final TestProbe<StatsStore.Command> store = KIT.createTestProbe();
  private final StoreClient client = new StoreClient(store.ref(), KIT.system());

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @Test
  void shouldRepeatACommitWhileTheStoreIsUnavailable() {
    CompletableFuture<Long> version =
        client.commit(7, List.of(), LedgerChange.Removal.NONE).toCompletableFuture();

    StatsStore.Commit first = store.expectMessageClass(StatsStore.Commit.class);
    first.replyTo().tell(StatusReply.error(unavailable));
    StatsStore.Commit second = repeated(StatsStore.Commit.class);
    assertThat(second.epoch()).isEqualTo(first.epoch());
    second.replyTo().tell(StatusReply.success(new CommitResult.Committed(12)));

    assertThat(version.join()).isEqualTo(12);
  }

  @Test
  void shouldRepeatTheReadOfARecordWhileTheStoreIsUnavailable() {
    CompletableFuture<Optional<ChunkRecord>> record = client.record(3).toCompletableFuture();

    store
        .expectMessageClass(StatsStore.GetRecord.class)
        .replyTo()
        .tell(StatusReply.error(unavailable));
    repeated(StatsStore.GetRecord.class).replyTo().tell(StatusReply.success(Optional.empty()));

    assertThat(record.join()).isEmpty();
  }

  @Test
  void shouldRepeatTheReadOfTheLedgerWhileTheStoreIsUnavailable() {
    CompletableFuture<Ledger> ledger = client.ledger().toCompletableFuture();

    store
        .expectMessageClass(StatsStore.GetNewest.class)
        .replyTo()
        .tell(StatusReply.error(unavailable));
    repeated(StatsStore.GetNewest.class).replyTo().tell(StatusReply.success(Ledger.empty()));

    assertThat(ledger.join().isEmpty()).isTrue();
  }

  @Test
  void shouldRepeatACommitToWhichTheStoreDoesNotReply() {
    CompletableFuture<Long> version =
        client.commit(7, List.of(), LedgerChange.Removal.NONE).toCompletableFuture();
    store.expectMessageClass(StatsStore.Commit.class);

    TIME.timePasses(Duration.ofSeconds(30));

    repeated(StatsStore.Commit.class)
        .replyTo()
        .tell(StatusReply.success(new CommitResult.Committed(12)));
    assertThat(version.join()).isEqualTo(12);
  }

  @Test
  void shouldNotRepeatACommitThatFailedForAnotherReason() {
    CompletableFuture<Long> version =
        client.commit(7, List.of(), LedgerChange.Removal.NONE).toCompletableFuture();

    store
        .expectMessageClass(StatsStore.Commit.class)
        .replyTo()
        .tell(StatusReply.error(new StorageException("disk full")));

    assertThat(version)
        .failsWithin(Duration.ofSeconds(60))
        .withThrowableThat()
        .withMessageContaining("disk full");
  }

  /** Lets time pass until the request is repeated. */
  private <T extends StatsStore.Command> T repeated(Class<T> type) {
    return Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .ignoreExceptionsMatching(AssertionError.class::isInstance)
        .until(
            () -> {
              TIME.timePasses(Duration.ofSeconds(1));
              return store.expectMessageClass(type, Duration.ofMillis(20));
            },
            message -> true);
  }
}
