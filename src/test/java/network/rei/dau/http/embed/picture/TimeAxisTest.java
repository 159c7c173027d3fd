package network.rei.dau.http.embed.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.period.PeriodCalendar;
import network.rei.dau.activity.period.Resolution;
import org.junit.jupiter.api.Test;

class TimeAxisTest {

  @Test
  void shouldLabelEachPeriodIfThereIsSpace() {
    assertThat(labels(Resolution.DAY, "2026-11-26", "2026-11-29", 8))
        .containsExactly("26 Nov", "27 Nov", "28 Nov");
  }

  @Test
  void shouldLabelHoursByTheClockAndMidnightsByTheDay() {
    assertThat(labels(Resolution.HOUR, "2026-11-27", "2026-11-29", 9))
        .containsExactly("27 Nov", "06:00", "12:00", "18:00", "28 Nov", "06:00", "12:00", "18:00");
  }

  @Test
  void shouldLabelFewerDaysOfALongerTime() {
    assertThat(labels(Resolution.DAY, "2026-11-01", "2026-12-01", 8))
        .containsExactly("2 Nov", "9 Nov", "16 Nov", "23 Nov", "30 Nov");
    assertThat(labels(Resolution.DAY, "2026-10-05", "2027-04-02", 8))
        .containsExactly("Nov", "Dec", "2027", "Feb", "Mar", "Apr");
  }

  @Test
  void shouldLabelMonthsAndYears() {
    assertThat(labels(Resolution.MONTH, "2026-07-01", "2027-03-01", 8))
        .containsExactly("Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "2027", "Feb");
    assertThat(labels(Resolution.MONTH, "2020-01-01", "2027-01-01", 8))
        .containsExactly("2020", "2021", "2022", "2023", "2024", "2025", "2026");
    assertThat(labels(Resolution.WEEK, "2026-01-01", "2026-12-31", 5))
        .containsExactly("2026", "Apr", "Jul", "Oct");
  }

  @Test
  void shouldLabelTheFirstAndTheLastPeriodOfASmallChart() {
    assertThat(labels(Resolution.DAY, "2026-11-10", "2026-12-05", 2))
        .containsExactly("10 Nov", "4 Dec");
    assertThat(labels(Resolution.HOUR, "2026-11-27", "2026-11-28", 2))
        .containsExactly("27 Nov", "12:00");
    assertThat(labels(Resolution.HOUR, "2026-11-27", "2026-12-04", 2))
        .containsExactly("27 Nov, 00:00", "3 Dec, 23:00");
    assertThat(labels(Resolution.WEEK, "2026-08-10", "2026-09-28", 2))
        .containsExactly("10 Aug", "21 Sep");
    assertThat(labels(Resolution.MONTH, "2025-03-01", "2026-12-01", 2))
        .containsExactly("Mar 2025", "Nov 2026");
    assertThat(labels(Resolution.DAY, "2026-11-01", "2026-11-02", 2)).containsExactly("1 Nov");
  }

  @Test
  void shouldLabelTheTimesOfATimeZone() {
    PeriodCalendar beirut = new PeriodCalendar(ZoneId.of("Asia/Beirut"));
    // clocks went from 23:59 on Saturday to 01:00 on Sunday
    assertThat(labels(beirut, Resolution.DAY, "2022-03-26", "2022-03-28", 8))
        .containsExactly("26 Mar", "27 Mar");
    PeriodCalendar berlin = new PeriodCalendar(ZoneId.of("Europe/Berlin"));
    assertThat(labels(berlin, Resolution.HOUR, "2026-10-25", "2026-10-26", 6))
        .containsExactly("25 Oct", "06:00", "12:00", "18:00");
    assertThat(labels(berlin, Resolution.HOUR, "2026-10-25", "2026-10-26", 26))
        .hasSize(25)
        .startsWith("25 Oct", "01:00", "02:00", "02:00", "03:00");
    assertThat(labels(berlin, Resolution.MONTH, "2025-12-01", "2026-03-01", 8))
        .containsExactly("Dec", "2026", "Feb");
  }

  @Test
  void shouldNeverLabelMoreThanThereIsSpaceFor() {
    for (Resolution resolution : Resolution.values()) {
      for (int maxLabels : new int[] {1, 2, 5, 16}) {
        assertThat(labels(resolution, "2025-11-20", "2026-12-01", maxLabels))
            .hasSizeLessThanOrEqualTo(maxLabels);
      }
    }
  }

  private static List<String> labels(Resolution resolution, String from, String to, int maxLabels) {
    return labels(PeriodCalendar.UTC, resolution, from, to, maxLabels);
  }

  private static List<String> labels(
      PeriodCalendar calendar, Resolution resolution, String from, String to, int maxLabels) {
    List<Long> starts =
        calendar
            .in(resolution, new TimeWindow(second(calendar, from), second(calendar, to)))
            .stream()
            .map(TimeWindow::from)
            .toList();
    assertThat(starts).isSorted();
    return new TimeAxis(resolution, new TimeText(calendar.zone()))
        .ticks(starts, maxLabels).stream().map(TimeAxis.Tick::label).toList();
  }

  private static long second(PeriodCalendar calendar, String date) {
    return calendar.start(LocalDate.parse(date));
  }
}
