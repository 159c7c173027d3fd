package network.rei.dau.http.v1.series;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.History;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.UnavailableView;

/**
 * {@code GET /api/v1/retention}: how many of the new senders of each UTC day sent again on a later
 * day; newest day first.
 *
 * @param total the number of days on all pages
 * @param unavailable why new senders are unknown on this chain, if they are
 */
record RetentionView(
    @JsonUnwrapped AsOfView asOf,
    int total,
    List<Cohort> cohorts,
    List<UnavailableView> unavailable) {

  /**
   * The new senders of a day D and how many of them sent again. A share is a fraction of the new
   * senders, from 0 to 1; it is null until the later day is complete, and without new senders.
   *
   * @param complete whether all blocks of D are stored
   * @param newSenders distinct senders of a transaction with nonce 0 on D
   * @param day1 share of the new senders that sent on D+1
   * @param day1Senders the number of these senders
   * @param day1AvailableFrom the day on which D+1 is over; null once it is
   */
  record Cohort(
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

  /** The new senders of a day that sent again on one later day. */
  private record Returned(Long senders, Double share, LocalDate availableFrom) {}

  /**
   * Returns the view of one page.
   *
   * @param days of all pages, oldest first
   * @param from index of the first day of the page, counted from the newest
   * @param to index after the last day of the page
   */
  static RetentionView of(
      Ledger ledger, List<PeriodActivity> days, ActivityFilter filter, int from, int to) {
    boolean known = !filter.unknown().contains(Metric.NEW_SENDERS);
    int size = days.size();
    LocalDate today = ledger.lastDay().orElse(LocalDate.MIN);
    return new RetentionView(
        AsOfView.of(ledger),
        size,
        days.subList(size - to, size - from).stream()
            .map(day -> known ? cohort(day, today) : unknown(day))
            .sorted((one, other) -> other.date().compareTo(one.date()))
            .toList(),
        filter.unavailable(EnumSet.of(Metric.NEW_SENDERS)));
  }

  private static Cohort unknown(PeriodActivity day) {
    return new Cohort(
        History.date(day.start()),
        day.revision(),
        day.activity().complete(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Cohort cohort(PeriodActivity day, LocalDate today) {
    Returned day1 = returned(day, 1, day.engagement().retained1(), today);
    Returned day7 = returned(day, 7, day.engagement().retained7(), today);
    Returned day30 = returned(day, 30, day.engagement().retained30(), today);
    return new Cohort(
        History.date(day.start()),
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

  private static Returned returned(
      PeriodActivity day, int after, OptionalLong senders, LocalDate today) {
    long newSenders = day.activity().counts().newSenders();
    if (senders.isPresent()) {
      Double share = newSenders == 0 ? null : (double) senders.getAsLong() / newSenders;
      return new Returned(senders.getAsLong(), share, null);
    }
    LocalDate availableFrom = History.date(day.start()).plusDays(after + 1L);
    return new Returned(null, null, availableFrom.isAfter(today) ? availableFrom : null);
  }
}
