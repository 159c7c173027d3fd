package network.rei.dau.http.embed.picture;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import network.rei.dau.activity.period.Resolution;

/**
 * Chooses which starts of periods are labelled, so that the labels have space.
 *
 * @param times the texts of times in the time zone of the periods
 */
record TimeAxis(Resolution resolution, TimeText times) {

  /** A label of the axis; its time is in seconds since 1970. */
  record Tick(long time, String label) {}

  private static final DateTimeFormatter CLOCK = TimeText.format("HH:mm");
  private static final DateTimeFormatter DAY = TimeText.format("d MMM");
  private static final DateTimeFormatter MONTH = TimeText.format("MMM");
  private static final DateTimeFormatter HOUR_OF_DAY = TimeText.format("d MMM, HH:mm");
  private static final DateTimeFormatter MONTH_OF_YEAR = TimeText.format("MMM yyyy");
  private static final DateTimeFormatter YEAR = TimeText.format("yyyy");

  /**
   * Returns the labels, in order: the first and the last period if no regular times fit.
   *
   * @param starts of all periods, in order
   * @param maxLabels that have space
   */
  List<Tick> ticks(List<Long> starts, int maxLabels) {
    for (Predicate<LocalDateTime> rule : rules()) {
      List<Long> chosen = starts.stream().filter(start -> rule.test(time(start))).toList();
      if (chosen.size() < 2 && starts.size() > 1 && maxLabels > 1) {
        return ends(starts);
      }
      if (chosen.size() <= maxLabels) {
        boolean ofMonths = resolution == Resolution.MONTH || isOfMonths(chosen);
        return chosen.stream().map(start -> new Tick(start, label(start, ofMonths))).toList();
      }
    }
    return List.of();
  }

  private List<Tick> ends(List<Long> starts) {
    DateTimeFormatter format =
        switch (resolution) {
          case HOUR -> HOUR_OF_DAY;
          case DAY, WEEK -> DAY;
          case MONTH -> MONTH_OF_YEAR;
        };
    return Stream.of(starts.get(0), starts.get(starts.size() - 1))
        .map(start -> new Tick(start, format.format(time(start))))
        .toList();
  }

  /** Returns which starts may be labelled, those with the most labels first. */
  private List<Predicate<LocalDateTime>> rules() {
    List<Predicate<LocalDateTime>> rules = new ArrayList<>();
    if (resolution == Resolution.HOUR) {
      for (int hours : new int[] {1, 2, 3, 6, 12}) {
        rules.add(time -> time.getHour() % hours == 0);
      }
    }
    Predicate<LocalDateTime> midnight = time -> time.getHour() == 0;
    if (resolution == Resolution.HOUR || resolution == Resolution.DAY) {
      rules.add(midnight);
      rules.add(midnight.and(time -> days(time) % 2 == 0));
      rules.add(midnight.and(time -> time.getDayOfWeek() == DayOfWeek.MONDAY));
    }
    if (resolution == Resolution.WEEK) {
      rules.add(midnight);
    }
    if (resolution != Resolution.MONTH) {
      // the first Monday was the fourth day after the first of January 1970
      rules.add(midnight.and(time -> Math.floorMod(days(time) - 4, 14) == 0));
    }
    int firstDays = resolution == Resolution.WEEK ? 7 : 1;
    Predicate<LocalDateTime> first = midnight.and(time -> time.getDayOfMonth() <= firstDays);
    for (int months : new int[] {1, 3, 12}) {
      rules.add(first.and(time -> (time.getMonthValue() - 1) % months == 0));
    }
    for (int years : new int[] {2, 5, 10}) {
      rules.add(first.and(time -> time.getMonthValue() == 1 && time.getYear() % years == 0));
    }
    return rules;
  }

  private boolean isOfMonths(List<Long> starts) {
    return starts.size() > 1
        && starts.stream().map(this::time).allMatch(time -> time.getDayOfMonth() <= 7)
        && starts.get(1) - starts.get(0) > 21 * 86_400;
  }

  private String label(long start, boolean ofMonths) {
    LocalDateTime time = time(start);
    if (time.getHour() != 0) {
      return CLOCK.format(time);
    }
    if (!ofMonths) {
      return DAY.format(time);
    }
    return time.getMonthValue() == 1 ? YEAR.format(time) : MONTH.format(time);
  }

  private static long days(LocalDateTime time) {
    return time.toLocalDate().toEpochDay();
  }

  /** Returns when a period starts: days where clocks skip midnight start at the next hour. */
  private LocalDateTime time(long start) {
    LocalDateTime time = times.local(start);
    return resolution == Resolution.HOUR ? time : time.toLocalDate().atStartOfDay();
  }
}
