package network.rei.dau.http.v1.series;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.http.v1.AsOfView;
import network.rei.dau.http.v1.Dates;
import network.rei.dau.http.v1.TableView;

/**
 * {@code GET /api/v1/retention}: of the new senders of each UTC day, how many came back; newest day
 * first.
 *
 * @param total how many days there are beyond paging
 */
public record RetentionView(@JsonUnwrapped AsOfView asOf, int total, List<Cohort> cohorts)
    implements TableView<RetentionView.Cohort> {

  /**
   * The new senders of a day D, and how many of them sent again. A share is that of the new
   * senders, from 0 to 1: null until the day that it looks at is wholly known, and where there were
   * none.
   *
   * @param complete whether D is wholly known
   * @param newSenders distinct senders of a transaction with nonce 0 on D
   * @param day1 share of those who sent on D+1
   * @param day1Senders how many that are
   * @param day1AvailableFrom the day on which D+1 is over, if it is not yet
   */
  public record Cohort(
      LocalDate date,
      int revision,
      boolean complete,
      Number newSenders,
      Double day1,
      Long day1Senders,
      LocalDate day1AvailableFrom,
      Double day7,
      Long day7Senders,
      LocalDate day7AvailableFrom,
      Double day30,
      Long day30Senders,
      LocalDate day30AvailableFrom) {}

  /** Who came back on one day. */
  private record Back(Long senders, Double share, LocalDate availableFrom) {}

  /**
   * The answer of one page.
   *
   * @param days all that are known, oldest first
   * @param from the place of the first to list, counted from the newest
   * @param to the place after the last
   */
  public static RetentionView of(Ledger ledger, List<PeriodActivity> days, int from, int to) {
    int size = days.size();
    LocalDate today = ledger.lastDay().orElse(LocalDate.MIN);
    return new RetentionView(
        AsOfView.of(ledger),
        size,
        days.subList(size - to, size - from).stream()
            .map(day -> cohort(day, today))
            .sorted((one, other) -> other.date().compareTo(one.date()))
            .toList());
  }

  @Override
  public Class<Cohort> rowType() {
    return Cohort.class;
  }

  @Override
  public List<Cohort> rows() {
    return cohorts;
  }

  private static Cohort cohort(PeriodActivity day, LocalDate today) {
    Back day1 = back(day, 1, day.engagement().retained1(), today);
    Back day7 = back(day, 7, day.engagement().retained7(), today);
    Back day30 = back(day, 30, day.engagement().retained30(), today);
    return new Cohort(
        Dates.of(day.start()),
        day.revision(),
        day.activity().complete(),
        Metric.NEW_SENDERS.value(day).orElse(null),
        day1.share(),
        day1.senders(),
        day1.availableFrom(),
        day7.share(),
        day7.senders(),
        day7.availableFrom(),
        day30.share(),
        day30.senders(),
        day30.availableFrom());
  }

  private static Back back(PeriodActivity day, int after, OptionalLong senders, LocalDate today) {
    long fresh = day.activity().counts().newSenders();
    if (senders.isPresent()) {
      Double share = fresh == 0 ? null : (double) senders.getAsLong() / fresh;
      return new Back(senders.getAsLong(), share, null);
    }
    LocalDate over = Dates.of(day.start()).plusDays(after + 1L);
    return new Back(null, null, over.isAfter(today) ? over : null);
  }
}
