package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.stats.StatsStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StoreClientTest {

  private static final ActorTestKit KIT = ActorTestKit.create();

  private final TestProbe<StatsStore.Command> store = KIT.createTestProbe();
  private final StoreClient client = new StoreClient(store.ref(), KIT.system().scheduler());

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @Test
  void shouldMakeACommitAgainWhenTheStoreWasAway() {
    CompletableFuture<Long> version =
        client.commit(7, List.of(), LedgerChange.Leaving.NOTHING).toCompletableFuture();

    StatsStore.Commit first = store.expectMessageClass(StatsStore.Commit.class);
    first.replyTo().tell(new StatsStore.CommitReply.Away("nobody listens there"));
    StatsStore.Commit second = store.expectMessageClass(StatsStore.Commit.class);
    assertThat(second.epoch()).isEqualTo(first.epoch());
    second.replyTo().tell(new StatsStore.CommitReply.Committed(12));

    assertThat(version.join()).isEqualTo(12);
  }

  @Test
  void shouldReadARecordAgainWhenTheStoreWasAway() {
    CompletableFuture<Optional<ChunkRecord>> record = client.record(3).toCompletableFuture();

    store
        .expectMessageClass(StatsStore.GetRecord.class)
        .replyTo()
        .tell(new StatsStore.RecordReply.Away("nobody listens there"));
    store
        .expectMessageClass(StatsStore.GetRecord.class)
        .replyTo()
        .tell(new StatsStore.RecordReply.Found(Optional.empty()));

    assertThat(record.join()).isEmpty();
  }

  @Test
  void shouldReadTheLedgerAgainWhenTheStoreWasAway() {
    CompletableFuture<Ledger> ledger = client.ledger().toCompletableFuture();

    store
        .expectMessageClass(StatsStore.GetNewest.class)
        .replyTo()
        .tell(new StatsStore.NewestReply.Away("nobody listens there"));
    store
        .expectMessageClass(StatsStore.GetNewest.class)
        .replyTo()
        .tell(new StatsStore.NewestReply.Newest(Ledger.empty()));

    assertThat(ledger.join().isEmpty()).isTrue();
  }

  @Test
  void shouldNotTryAgainWhatFailedOtherwise() {
    CompletableFuture<Long> version =
        client.commit(7, List.of(), LedgerChange.Leaving.NOTHING).toCompletableFuture();

    store
        .expectMessageClass(StatsStore.Commit.class)
        .replyTo()
        .tell(new StatsStore.CommitReply.Failed("disk full"));

    assertThat(version)
        .failsWithin(Duration.ofSeconds(15))
        .withThrowableThat()
        .withMessageContaining("disk full");
  }
}
