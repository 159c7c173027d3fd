package network.rei.dau.ingest.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.ingest.SomeDays;
import network.rei.dau.ingest.TestSettings;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.Test;

/** The last processed block is of November 14th, and the retention begins the day before. */
class HistoryRetentionTest {

  private static final LocalDate LAST = day(14);
  private static final Ledger RECENT =
      Ledger.empty()
          .with(
              List.of(new StoredRecord(TestBlocks.record(new Chunk(1, 100), 199), Instant.EPOCH)));

  private static LocalDate day(int ofNovember) {
    return LocalDate.of(2023, 11, 1).plusDays(ofNovember - 1L);
  }

  @Test
  void shouldBeEmptyForAnEmptyStore() {
    assertThat(HistoryRetention.of(Ledger.empty(), settings(9), Optional.of(day(1)))).isEmpty();
  }

  @Test
  void shouldBeEmptyWithoutAHistoryUnlessABackfillIsRequested() {
    assertThat(HistoryRetention.of(RECENT, settings(0), Optional.empty())).isEmpty();
    assertThat(lacking(RECENT, 0, day(11))).containsExactly(day(13), day(12), day(11));
  }

  @Test
  void shouldLackTheDaysBeforeTheRetentionNewestFirst() {
    assertThat(RECENT.lastDay()).contains(LAST);
    assertThat(lacking(RECENT, 4)).containsExactly(day(13), day(12), day(11), day(10));
  }

  @Test
  void shouldNotLackCompleteDays() {
    Ledger ledger = SomeDays.withDays(RECENT, day(13), day(11));
    assertThat(lacking(ledger, 4)).containsExactly(day(12), day(10));
  }

  @Test
  void shouldReachAsFarBackAsTheSettingOrABackfill() {
    assertThat(lacking(RECENT, 3, day(10))).endsWith(day(10));
    assertThat(lacking(RECENT, 3, day(13))).as("a request for fewer days").endsWith(day(11));
  }

  @Test
  void shouldLackADayWhoseAddressesAreMissing() {
    Ledger ledger =
        SomeDays.withoutAddresses(
            SomeDays.withDays(RECENT, day(13), day(12), day(11)), day(12), day(11));
    assertThat(lacking(ledger, 2)).containsExactly(day(12));
  }

  @Test
  void shouldLackTheAddressesOfDaysThatAnOlderDayIsComparedWith() {
    Ledger ledger = SomeDays.withoutAddresses(SomeDays.withDays(RECENT, day(13), day(12)), day(12));
    assertThat(lacking(ledger, 1)).isEmpty();
    assertThat(lacking(ledger, 1, day(11))).containsExactly(day(12), day(11));
  }

  @Test
  void shouldNotLackDaysBeforeTheChain() {
    HistoryRetention wanted =
        new HistoryRetention(RECENT.history(), day(1), day(1), day(13), Optional.of(day(12)));
    assertThat(wanted.lacking()).containsExactly(day(13), day(12));
  }

  @Test
  void shouldDeleteTheAddressesOfDaysBeforeThoseOfTheSettings() {
    Ledger ledger = SomeDays.withDays(RECENT, day(13), day(12), day(11), day(10));
    assertThat(wanted(ledger, 2).expiredAddresses()).containsExactly(day(10), day(11));
  }

  @Test
  void shouldKeepTheAddressesOfThirtyDaysAfterADayToBeFetched() {
    Ledger ledger = SomeDays.withDays(RECENT, day(13), day(-16), day(-17), day(-18), day(-19));
    LocalDate requested = day(-47);
    for (int day = -46; day <= 12; day++) {
      ledger = SomeDays.withDays(ledger, day(day));
    }
    assertThat(
            HistoryRetention.of(ledger, settings(1), Optional.of(requested))
                .orElseThrow()
                .expiredAddresses())
        .startsWith(day(-16))
        .endsWith(day(12));
  }

  @Test
  void shouldNotKeepAddressesForDaysBeforeTheChain() {
    Ledger ledger = SomeDays.withDays(RECENT, day(11), day(12));
    assertThat(
            new HistoryRetention(ledger.history(), day(1), day(12), day(13), Optional.of(day(11)))
                .expiredAddresses())
        .containsExactly(day(11));
  }

  private static HistoryRetention wanted(Ledger ledger, int historyDays) {
    return HistoryRetention.of(ledger, settings(historyDays), Optional.empty()).orElseThrow();
  }

  private static List<LocalDate> lacking(Ledger ledger, int historyDays) {
    return wanted(ledger, historyDays).lacking().toList();
  }

  private static List<LocalDate> lacking(Ledger ledger, int historyDays, LocalDate backfill) {
    return HistoryRetention.of(ledger, settings(historyDays), Optional.of(backfill))
        .orElseThrow()
        .lacking()
        .toList();
  }

  private static IngestSettings settings(int historyDays) {
    return TestSettings.history(24, historyDays);
  }
}
