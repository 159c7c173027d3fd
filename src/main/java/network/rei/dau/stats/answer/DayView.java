package network.rei.dau.stats.answer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.LocalDate;
import network.rei.dau.activity.period.DayActivity;

/**
 * One UTC day of {@code /api/stats/7days}: {@code date}, then the fields of {@link ActivityView}.
 *
 * @param date {@code yyyy-MM-dd}
 */
record DayView(LocalDate date, @JsonUnwrapped ActivityView activity) {

  static DayView of(DayActivity day, Instant computedAt) {
    return new DayView(day.date(), ActivityView.of(day.activity(), computedAt));
  }
}
