package network.rei.dau.ingest.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.ingest.SomeDays;
import org.junit.jupiter.api.Test;

class BackfillCursorTest {

  private static final LocalDate NEWEST = LocalDate.of(2024, 3, 10);

  private final BackfillCursor fill = new BackfillCursor();
  private Ledger ledger = Ledger.empty();
  private LocalDate firstDay = NEWEST.minusDays(9);

  @Test
  void shouldReturnEachDayOnceNewestFirst() {
    firstDay = NEWEST.minusDays(2);
    for (int age = 0; age <= 2; age++) {
      assertThat(next()).contains(NEWEST.minusDays(age));
      fill.ended(true);
    }
    assertThat(next()).isEmpty();
  }

  @Test
  void shouldSkipDaysThatAreCompleteByNow() {
    assertThat(next()).contains(NEWEST);
    ledger = SomeDays.withDays(ledger, NEWEST, NEWEST.minusDays(1));
    assertThat(next()).contains(NEWEST.minusDays(2));
  }

  @Test
  void shouldSkipOlderDaysAfterThreeIncompleteOnesUntilItBeginsAgain() {
    for (boolean whole : new boolean[] {false, true, false, true}) {
      assertThat(next()).isPresent();
      fill.ended(whole);
    }
    assertThat(next()).contains(NEWEST.minusDays(4));
    fill.ended(false);
    assertThat(next()).isEmpty();

    fill.begin();

    assertThat(next()).contains(NEWEST);
    fill.ended(false);
    assertThat(next()).as("counted from 0 again").contains(NEWEST.minusDays(1));
  }

  @Test
  void shouldSkipAllDaysAfterItWasGivenUpUntilItBeginsAgain() {
    fill.giveUp();
    assertThat(next()).isEmpty();
    fill.begin();
    assertThat(next()).contains(NEWEST);
  }

  @Test
  void shouldContinueWhenTheHistoryIsExtended() {
    firstDay = NEWEST;
    assertThat(next()).contains(NEWEST);
    assertThat(next()).isEmpty();
    firstDay = NEWEST.minusDays(1);
    assertThat(next()).contains(NEWEST.minusDays(1));
  }

  private Optional<LocalDate> next() {
    return fill.next(
        new HistoryRetention(ledger.history(), firstDay, firstDay, NEWEST, Optional.empty()));
  }
}
