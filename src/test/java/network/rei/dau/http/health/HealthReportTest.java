package network.rei.dau.http.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.cluster.Membership;
import network.rei.dau.http.TestServer;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.answer.TestLedgers;
import network.rei.dau.storage.EventOutbox.Pending;
import network.rei.dau.webhook.WebhookStatus;
import org.junit.jupiter.api.Test;

class HealthReportTest {

  private static final Instant NOW = TestServer.NOW;
  private static final Duration ALLOWED = TestServer.settings(0).staleAfter();

  @Test
  void freshDataAndNoProblemsAreHealthy() {
    HealthView health = health(dataUpTo(NOW.minusSeconds(10)), TestServer.IDLE);

    assertThat(health.status()).isEqualTo("healthy");
    assertThat(health.reasons()).isEmpty();
    assertThat(health.lastProcessedBlock()).isEqualTo(44);
    assertThat(health.asOf())
        .isEqualTo(health.lastProcessedBlockTimestamp())
        .isEqualTo(NOW.minusSeconds(10));
    assertThat(health.lagSeconds()).isEqualTo(10);
    assertThat(health.stale()).isFalse();
    assertThat(health.headBlock()).isEqualTo(40);
    assertThat(health.lastRun().result()).isEqualTo("completed");
    assertThat(health.endpoints())
        .containsExactly(
            new HealthView.Endpoint("rpc.rei.network", "healthy", 12.0, 5000L, false, null, 0));
  }

  @Test
  void aFirstRunThatHasStoredNothingYetIsHealthy() {
    HealthView health = health(data(Ledger.empty(), Optional.empty()), starting(true));

    assertThat(health.status()).isEqualTo("healthy");
    assertThat(health.lastProcessedBlock()).isZero();
    assertThat(health.lastProcessedBlockTimestamp()).isNull();
    assertThat(health.lagSeconds()).isNull();
    assertThat(health.stale()).isFalse();
    assertThat(health.lastRun()).isNull();
    assertThat(health.headBlock()).isNull();
  }

  @Test
  void beforeTheFirstRunItIsHealthyToo() {
    assertThat(health(data(Ledger.empty(), Optional.empty()), starting(false)).status())
        .isEqualTo("healthy");
  }

  @Test
  void nothingStoredThoughARunHasEndedIsDegraded() {
    HealthView health = health(data(Ledger.empty(), Optional.empty()), TestServer.IDLE);

    assertThat(health.reasons()).containsExactly("No block is stored, though a run has ended.");
  }

  @Test
  void dataAsOldAsAllowedIsFreshAndASecondMoreIsStale() {
    assertThat(health(dataUpTo(NOW.minus(ALLOWED)), TestServer.IDLE).stale()).isFalse();

    HealthView health = health(dataUpTo(NOW.minus(ALLOWED).minusSeconds(1)), TestServer.IDLE);

    assertThat(health.stale()).isTrue();
    assertThat(health.status()).isEqualTo("degraded");
    assertThat(health.reasons())
        .containsExactly("The last processed block is 601 s old, more than 600 s.");
  }

  @Test
  void recordsThatDoNotFitIntoMemoryAreAReasonWithTheHeapThatTheyNeed() {
    Snapshot data =
        new Snapshot(
            ledger(NOW).within(1), 7, NOW, OptionalLong.of((700L << 20) - 1), Optional.empty());

    HealthView health = health(data, TestServer.IDLE);

    assertThat(health.reasons())
        .containsExactly(
            "The blocks before %s are not in memory, so that values that depend on them are null. They need a heap of 700 MB (REI_DAU_HEAP)."
                .formatted(NOW.plusSeconds(1)));
    assertThat(health.availableFrom()).isEqualTo(NOW.plusSeconds(1));
    assertThat(health.requiredHeapMegabytes()).isEqualTo(700);
    assertThat(health(dataUpTo(NOW), TestServer.IDLE).requiredHeapMegabytes()).isNull();
  }

  @Test
  void aBlockFromTheFutureDoesNotLag() {
    assertThat(health(dataUpTo(NOW.plusSeconds(2)), TestServer.IDLE).lagSeconds()).isZero();
  }

  @Test
  void problemsOfIngestAndOfTheStoreAreTheReasons() {
    IngestStatus status =
        new IngestStatus(
            true,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(3L, 4L),
            Map.of("timeout", 2L, "null block", 1L),
            List.of("rpc.rei.network does not answer."),
            List.of());

    HealthView health = health(data(ledger(NOW), Optional.of("the disk is full")), status);

    assertThat(health.status()).isEqualTo("degraded");
    assertThat(health.reasons())
        .containsExactly(
            "The store could not be read or written: the disk is full",
            "rpc.rei.network does not answer.");
    assertThat(health.missingChunks()).containsExactly(3L, 4L);
    assertThat(health.errors())
        .containsExactly(Map.entry("null block", 1L), Map.entry("timeout", 2L));
    assertThat(health.isProcessing()).isTrue();
  }

  @Test
  void aStoreAndAnIngestThatDoNotAnswerAreReasonsAndNothingIsMadeUp() {
    HealthView health =
        new HealthReport(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                TestServer.settings(0),
                NOW)
            .view();

    assertThat(health.status()).isEqualTo("degraded");
    assertThat(health.reasons())
        .containsExactly(
            "The store did not answer within 30 s.", "Ingest did not answer within 30 s.");
    assertThat(health.lastProcessedBlock()).isNull();
    assertThat(health.stale()).isNull();
    assertThat(health.isProcessing()).isNull();
    assertThat(health.missingChunks()).isNull();
  }

  @Test
  void aNodeThatCannotBeReachedIsAReason() {
    Membership cluster =
        new Membership(
            "a:2551",
            Optional.of("a:2551"),
            Optional.of("a:2551"),
            List.of(
                new Membership.Node("a:2551", List.of("api", "ingest"), "up", true),
                new Membership.Node("b:2551", List.of("api", "ingest"), "up", false)),
            Optional.empty());

    HealthView health =
        new HealthReport(
                Optional.of(dataUpTo(NOW)),
                Optional.of(TestServer.IDLE),
                Optional.of(cluster),
                List.of(),
                TestServer.settings(0),
                NOW)
            .view();

    assertThat(health.status()).isEqualTo("degraded");
    assertThat(health.reasons()).containsExactly("Node b:2551 cannot be reached.");
    assertThat(health.cluster().unreachable()).containsExactly("b:2551");
  }

  @Test
  void shouldReportTheEventsOfWebhooksAndTheLastFailure() {
    WebhookStatus.Failure failure =
        new WebhookStatus.Failure(NOW.minusSeconds(3), "no response within 10000 ms");
    HealthView health =
        health(
            dataUpTo(NOW),
            TestServer.IDLE,
            List.of(
                new WebhookStatus(
                    "fails",
                    Optional.of(new Pending(2, Optional.of(NOW.minusSeconds(90)))),
                    Optional.of(failure)),
                new WebhookStatus("works", Optional.of(Pending.NONE), Optional.empty()),
                new WebhookStatus(
                    "ahead",
                    Optional.of(new Pending(1, Optional.of(NOW.plusSeconds(5)))),
                    Optional.empty()),
                new WebhookStatus("of another node", Optional.empty(), Optional.empty())));

    assertThat(health.webhooks())
        .containsExactly(
            new HealthView.Webhook(
                "fails",
                2L,
                90L,
                new HealthView.WebhookFailure(NOW.minusSeconds(3), "no response within 10000 ms")),
            new HealthView.Webhook("works", 0L, null, null),
            new HealthView.Webhook("ahead", 1L, 0L, null),
            new HealthView.Webhook("of another node", null, null, null));
    assertThat(health.status()).isEqualTo("healthy");
  }

  @Test
  void shouldNotReportWebhooksIfThereAreNone() {
    assertThat(health(dataUpTo(NOW), TestServer.IDLE).webhooks()).isNull();
  }

  private static IngestStatus starting(boolean processing) {
    return new IngestStatus(
        processing,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  private static Snapshot dataUpTo(Instant last) {
    return data(ledger(last), Optional.empty());
  }

  private static Ledger ledger(Instant last) {
    return TestLedgers.of(0, 44, 10, 3, last);
  }

  private static Snapshot data(Ledger ledger, Optional<String> storeError) {
    return new Snapshot(ledger, 7, NOW, storeError);
  }

  private static HealthView health(Snapshot data, IngestStatus ingest) {
    return health(data, ingest, List.of());
  }

  private static HealthView health(
      Snapshot data, IngestStatus ingest, List<WebhookStatus> webhooks) {
    return new HealthReport(
            Optional.of(data),
            Optional.of(ingest),
            Optional.empty(),
            webhooks,
            TestServer.settings(0),
            NOW)
        .view();
  }
}
