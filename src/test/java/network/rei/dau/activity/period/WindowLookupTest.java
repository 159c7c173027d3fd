package network.rei.dau.activity.period;

import static network.rei.dau.activity.LedgerFixture.date;
import static network.rei.dau.activity.LedgerFixture.sends;
import static network.rei.dau.activity.LedgerFixture.time;
import static org.assertj.core.api.Assertions.assertThat;

import network.rei.dau.activity.LedgerFixture;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.count.WindowActivity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WindowLookupTest {

  private final LedgerFixture fixture = new LedgerFixture(1);

  /** A chain of five days with a block every six hours, of which the first two days are pruned. */
  @BeforeEach
  void pruneTwoDays() {
    for (int n = 0; n <= 20; n++) {
      fixture.block(time("01-01T00:00") + n * 21_600L, sends(n % 6, 100));
    }
    fixture.enterAll();
    fixture.prune(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  private WindowActivity activity(String from, String to) {
    return new WindowLookup(fixture.ledger()).activity(new TimeWindow(time(from), time(to)));
  }

  @Test
  void shouldAnswerADayWithoutRecordsFromItsStoredCounts() {
    WindowActivity day = activity("01-02T00:00", "01-03T00:00");

    assertThat(day).isEqualTo(fixture.day("01-02").activity());
    assertThat(day.counts().senders()).isEqualTo(4);
  }

  @Test
  void shouldUniteTheAddressesOfSeveralDaysAndOfTheRecords() {
    WindowActivity window = activity("01-01T00:00", "01-04T06:00");

    assertThat(window.complete()).isTrue();
    assertThat(window.counts().blocks()).isEqualTo(13);
    assertThat(window.counts().senders()).isEqualTo(6);
    assertThat(window.availableFrom()).isEmpty();
  }

  @Test
  void shouldAddTransactionsAndNoAddressesIfThoseOfADayAreDeleted() {
    fixture.deleteAddresses(date("01-01"));

    WindowActivity window = activity("01-01T00:00", "01-03T00:00");

    assertThat(window.complete()).isTrue();
    assertThat(window.counts().transactions()).isEqualTo(8);
    assertThat(window.addressesKnown()).isFalse();
    assertThat(window.availableFrom()).hasValue(time("01-03T00:00") + 1);
    assertThat(Metric.SENDERS.value(window)).isEmpty();
    assertThat(Metric.TRANSACTIONS_PER_SENDER.value(window)).isEmpty();
    assertThat(Metric.TRANSACTIONS.value(window)).contains(8L);
    assertThat(Metric.AVERAGE_BLOCK_TIME.value(window)).contains(21_600.0);
  }

  @Test
  void shouldAnswerHoursWithoutRecords() {
    assertThat(activity("01-02T06:00", "01-02T07:00").counts().senders()).isEqualTo(1);

    WindowActivity hours = activity("01-02T06:00", "01-02T13:00");
    assertThat(hours.counts().transactions()).isEqualTo(2);
    assertThat(hours.addressesKnown()).isFalse();
    assertThat(activity("01-02T06:00", "01-02T12:00").counts().senders())
        .as("only one of the hours has transactions")
        .isEqualTo(1);
  }

  @Test
  void shouldNotAnswerAPartOfAWindowThatBeginsBeforeTheRecords() {
    WindowActivity window = activity("01-02T23:30", "01-04T00:00");

    assertThat(window.isKnown()).isFalse();
    assertThat(window.complete()).isFalse();
    assertThat(window.availableFrom()).hasValue(time("01-03T00:00") + 1);
    assertThat(Metric.BLOCKS.value(window)).isEmpty();
  }

  @Test
  void shouldAnswerAWindowThatBeginsBeforeTheChain() {
    assertThat(activity("01-01T00:00", "01-03T00:00").counts().blocks()).isEqualTo(8);

    WindowActivity window =
        new WindowLookup(fixture.ledger())
            .activity(new TimeWindow(Long.MIN_VALUE / 2, time("01-03T00:00")));

    assertThat(window.complete()).isTrue();
    assertThat(window.counts().blocks()).isEqualTo(8);
  }

  @Test
  void shouldCountTheRecordsUpToTheLastBlockIfAWindowIsNotOver() {
    WindowActivity window = activity("01-02T00:00", "02-01T00:00");

    assertThat(window.complete()).isFalse();
    assertThat(window.missingBlocks()).hasValue(0);
    assertThat(window.counts().blocks()).isEqualTo(17);
  }

  @Test
  void shouldNotAnswerBlocksWithoutRecords() {
    WindowLookup lookup = new WindowLookup(fixture.ledger());

    assertThat(lookup.activity(new BlockRange(7, 9)).availableFrom())
        .hasValue(time("01-03T00:00") + 1);
    assertThat(lookup.activity(new BlockRange(8, 9)).counts().blocks()).isEqualTo(2);
  }

  @Test
  void shouldNotCountTransactionsOfADayFromItsStoredCounts() {
    WindowLookup lookup = new WindowLookup(fixture.ledger());

    assertThat(lookup.recorded(new TimeWindow(time("01-02T00:00"), time("01-03T00:00"))).isKnown())
        .isFalse();
  }

  @Test
  void shouldAddTheTransactionsOfAMonthWhoseAddressesArePartlyDeleted() {
    fixture.deleteAddresses(date("01-01"));

    WindowActivity month = fixture.shown(Resolution.MONTH, "01-01T00:00").activity();

    assertThat(month.counts().transactions()).isEqualTo(21);
    assertThat(Metric.ADDRESSES.value(month)).isEmpty();
  }

  @Test
  void shouldUseStoredDaysBetweenRecordsThatAreFetchedForTheHistory() {
    fixture.deleteAddresses(date("01-01"));
    fixture.enter(0L, 1L);

    assertThat(activity("01-01T00:00", "01-03T00:00").counts().blocks()).isEqualTo(8);
    assertThat(activity("01-01T03:00", "01-02T00:00").counts().blocks()).isEqualTo(3);
    assertThat(activity("01-01T02:30", "01-01T05:30").complete()).isTrue();
    assertThat(new WindowLookup(fixture.ledger()).recordedFrom()).hasValue(time("01-03T00:00") + 1);
  }
}
