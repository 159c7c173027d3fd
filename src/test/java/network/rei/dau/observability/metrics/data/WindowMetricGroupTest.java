package network.rei.dau.observability.metrics.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.observability.metrics.MetricsText;
import network.rei.dau.observability.metrics.Scrape;
import network.rei.dau.stats.answer.PreparedAnswers;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.Test;

class WindowMetricGroupTest {

  private static final Instant LAST = Instant.parse("2026-03-05T12:00:00Z");

  /** Blocks 0 to 44 in records of 10, with one transaction each. */
  private static final Ledger WHOLE = TestLedgers.of(0, 44, 10, 3, LAST);

  @Test
  void shouldExportTheLastDayAndTheLastWeek() {
    assertThat(page(WHOLE, true).lines())
        .contains(
            "rei_dau_active_addresses{kind=\"active\",window=\"24h\"} 46.0",
            "rei_dau_active_addresses{kind=\"senders\",window=\"24h\"} 45.0",
            "rei_dau_active_addresses{kind=\"recipients\",window=\"24h\"} 45.0",
            "rei_dau_active_addresses{kind=\"new_senders\",window=\"7d\"} 45.0",
            "rei_dau_transactions{window=\"7d\"} 45.0",
            "rei_dau_blocks{window=\"24h\"} 45.0",
            "rei_dau_window_complete{window=\"24h\"} 1.0",
            "rei_dau_window_missing_blocks{window=\"24h\"} 0.0");
  }

  @Test
  void shouldExportWhatIsMissingBesideTheValues() {
    assertThat(page(WHOLE.without(List.of(1L, 3L)), true).lines())
        .contains(
            "rei_dau_blocks{window=\"24h\"} 25.0",
            "rei_dau_window_complete{window=\"24h\"} 0.0",
            "rei_dau_window_missing_blocks{window=\"24h\"} 20.0");
  }

  @Test
  void shouldLeaveOutTheNumberOfMissingBlocksIfTheStartOfTheWindowIsNotStored() {
    MetricsText page = page(TestLedgers.of(20, 32, 10, 3, LAST), true);

    assertThat(page.lines())
        .contains(
            "rei_dau_blocks{window=\"24h\"} 13.0", "rei_dau_window_complete{window=\"24h\"} 0.0");
    assertThat(page.text()).doesNotContain("missing_blocks");
  }

  @Test
  void shouldLeaveOutEveryValueThatIsUnknown() {
    for (Ledger unknown : List.of(Ledger.empty(), WHOLE.within(1))) {
      MetricsText page = page(unknown, true);

      assertThat(page.lines()).contains("rei_dau_window_complete{window=\"24h\"} 0.0");
      assertThat(page.text())
          .doesNotContain("rei_dau_active_addresses", "rei_dau_transactions", "rei_dau_blocks");
    }
  }

  @Test
  void shouldLeaveOutNewSendersWhereNoncesDoNotCountTransactions() {
    assertThat(page(WHOLE, false).text()).contains("\"senders\"").doesNotContain("new_senders");
  }

  private static MetricsText page(Ledger ledger, boolean countsNonces) {
    return MetricsText.of(
        new WindowMetricGroup(),
        new Scrape(
            Optional.empty(),
            PreparedAnswers.of(ledger, 7, LAST, countsNonces).windows(),
            Optional.empty(),
            LAST));
  }
}
