package network.rei.dau.observability.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import network.rei.dau.ingest.IngestMetrics;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.observability.actor.ActorMetricsExtension;
import network.rei.dau.observability.actor.DeadLetterListener;
import network.rei.dau.observability.actor.InstrumentedMailbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a whole service does not do when it is asked to: be stuck, lose messages, fall silent. */
class MetricGroupsTest {

  /** A mailbox that the configuration has. */
  private static final String BOXED = "StatsStore";

  private static final ActorTestKit KIT = ActorTestKit.create();

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Meters meters = new Meters(registry);

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void messagesThatWaitForAStuckActorAreSeenUntilItGoesOn() {
    MetricGroup actors = new ActorMetricGroup(ActorMetricsExtension.of(KIT.system()));
    CountDownLatch latch = new CountDownLatch(1);
    ActorRef<CountDownLatch> actor = KIT.spawn(waiting(), InstrumentedMailbox.of(BOXED));
    for (int i = 0; i < 6; i++) {
      actor.tell(latch);
    }

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(page(actors).value("rei_dau_actor_mailbox_messages", BOXED))
                    .isEqualTo(5));
    latch.countDown();
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(page(actors).value("rei_dau_actor_mailbox_messages", BOXED)).isZero());
  }

  @Test
  void messagesThatNobodyReceivesOrHandlesAreSeen() {
    MetricGroup actors = new ActorMetricGroup(ActorMetricsExtension.of(KIT.system()));
    KIT.spawn(DeadLetterListener.create());
    ActorRef<String> gone = KIT.spawn(Behaviors.stopped());
    ActorRef<Integer> picky = KIT.spawn(Behaviors.receive(Integer.class).build());
    KIT.createTestProbe().expectTerminated(gone);
    assertThat(page(actors).has("rei_dau_dead_letters_total")).isFalse();

    // Subscribing takes its time, so it is tried until it is seen.
    Awaitility.await()
        .untilAsserted(
            () -> {
              gone.tell("anybody?");
              picky.tell(1);
              RunningService.Values page = page(actors);
              assertThat(page.sum("rei_dau_dead_letters_total", "String")).isPositive();
              assertThat(page.sum("rei_dau_unhandled_messages_total", "Integer")).isPositive();
            });
  }

  @Test
  void aPoolWithMoreToDoThanThreadsIsSeen() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    MetricGroup pools = new ThreadPoolMetricGroup(Map.of("storage", pool), KIT.system());
    CountDownLatch latch = new CountDownLatch(1);
    try {
      assertThat(page(pools).value("rei_dau_pool_threads", "storage")).isZero();
      assertThat(page(pools).value("rei_dau_pool_active_threads", "storage")).isZero();
      assertThat(page(pools).value("rei_dau_pool_queued_tasks", "storage")).isZero();

      for (int i = 0; i < 3; i++) {
        pool.execute(() -> await(latch));
      }

      assertThat(page(pools).value("rei_dau_pool_threads", "storage")).isEqualTo(1);
      assertThat(page(pools).value("rei_dau_pool_active_threads", "storage")).isEqualTo(1);
      assertThat(page(pools).value("rei_dau_pool_queued_tasks", "storage")).isEqualTo(2);
    } finally {
      latch.countDown();
      pool.shutdown();
    }
  }

  @Test
  void aSupervisorThatDoesNotAnswerIsSeen() {
    MetricGroup ingest = new IngestMetricGroup(new IngestMetrics());
    IngestStatus idle =
        new IngestStatus(
            false,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of(),
            List.of(),
            List.of());

    assertThat(page(ingest, Optional.of(idle)).value("rei_dau_ingest_up")).isEqualTo(1);
    RunningService.Values silent = page(ingest, Optional.empty());
    assertThat(silent.value("rei_dau_ingest_up")).isZero();
    assertThat(silent.has("rei_dau_run_active")).isFalse();
  }

  private RunningService.Values page(MetricGroup section) {
    return page(section, Optional.empty());
  }

  private RunningService.Values page(MetricGroup section, Optional<IngestStatus> ingest) {
    section.tell(new Scrape(Optional.empty(), ingest, Instant.EPOCH), meters);
    return new RunningService.Values(registry.scrape());
  }

  private static Behavior<CountDownLatch> waiting() {
    return Behaviors.receiveMessage(
        latch -> {
          await(latch);
          return Behaviors.same();
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
