package network.rei.dau.observability.metrics.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.observability.metrics.MetricsText;
import network.rei.dau.observability.metrics.Scrape;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.Test;

class DataMetricGroupTest {

  private static final Instant LAST = Instant.parse("2026-03-05T12:00:00Z");

  /** Blocks 0 to 44 in records of 10. */
  private static final Ledger WHOLE = TestLedgers.of(0, 44, 10, 3, LAST);

  @Test
  void shouldExportHowFarTheDataIsBehind() {
    MetricsText page = page(snapshot(WHOLE, Optional.empty()), status(60), LAST.plusSeconds(90));

    assertThat(page.lines())
        .contains(
            "rei_dau_lag_seconds 90.0",
            "rei_dau_lag_blocks 16.0",
            "rei_dau_last_processed_block 44.0",
            "rei_dau_chain_head_block 60.0",
            "rei_dau_gaps 0.0",
            "rei_dau_gap_blocks 0.0",
            "rei_dau_store_up 1.0");
  }

  @Test
  void shouldExportGaps() {
    Ledger holes = WHOLE.without(List.of(1L, 3L));

    MetricsText page = page(snapshot(holes, Optional.of("disk full")), status(44), LAST);

    assertThat(page.lines())
        .contains("rei_dau_gaps 2.0", "rei_dau_gap_blocks 20.0", "rei_dau_store_up 0.0");
  }

  @Test
  void shouldLeaveOutUnknownValues() {
    MetricsText page = page(Optional.empty(), Optional.empty(), LAST);

    assertThat(page.lines()).contains("rei_dau_store_up 0.0");
    assertThat(page.text()).doesNotContain("lag", "head", "gaps", "version");
  }

  @Test
  void shouldLeaveOutTheValuesThatAnEmptyStoreDoesNotHave() {
    MetricsText page = page(snapshot(Ledger.empty(), Optional.empty()), status(60), LAST);

    assertThat(page.lines())
        .contains("rei_dau_store_up 1.0", "rei_dau_records 0.0", "rei_dau_gaps 0.0");
    assertThat(page.text()).doesNotContain("lag", "last_processed_block");
  }

  private static MetricsText page(
      Optional<Snapshot> data, Optional<IngestStatus> ingest, Instant now) {
    return MetricsText.of(
        new DataMetricGroup(Duration.ofDays(7)), new Scrape(data, List.of(), ingest, now));
  }

  private static Optional<Snapshot> snapshot(Ledger ledger, Optional<String> storeError) {
    return Optional.of(new Snapshot(ledger, 7, LAST, storeError));
  }

  private static Optional<IngestStatus> status(long head) {
    return Optional.of(
        new IngestStatus(
            false,
            OptionalLong.of(head),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of(),
            List.of(),
            List.of()));
  }
}
