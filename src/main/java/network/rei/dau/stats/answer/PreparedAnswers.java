package network.rei.dau.stats.answer;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.DayActivity;
import network.rei.dau.json.Gzip;
import network.rei.dau.json.Json;

/** The prepared answers over one state of the data; immutable. */
public record PreparedAnswers(Map<AnswerKind, Body> bodies, long version, Instant computedAt) {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);

  /** One answer's bytes, plain and gzipped; not to be written to. */
  @SuppressWarnings("ArrayRecordComponent") // compared and printed by nobody
  public record Body(byte[] json, byte[] gzip) {

    private static Body of(Object view) {
      byte[] json = Json.bytes(view);
      return new Body(json, Gzip.bytes(json));
    }
  }

  /** The prepared bytes of one answer. */
  public Body body(AnswerKind answer) {
    return bodies.get(answer);
  }

  /**
   * Renders every {@link AnswerKind}.
   *
   * @param version of the data
   * @param computedAt when the data last changed: {@code timestamp} in the answers
   */
  public static PreparedAnswers of(Ledger ledger, long version, Instant computedAt) {
    Map<AnswerKind, Body> bodies = new EnumMap<>(AnswerKind.class);
    for (AnswerKind answer : AnswerKind.values()) {
      bodies.put(answer, Body.of(view(answer, ledger, computedAt)));
    }
    return new PreparedAnswers(bodies, version, computedAt);
  }

  private static DataView<?> view(AnswerKind answer, Ledger ledger, Instant computedAt) {
    return switch (answer) {
      case LAST_24_HOURS ->
          DataView.of(last24Hours(ledger, computedAt), "Successfully retrieved 24-hour statistics");
      case LAST_7_DAYS ->
          DataView.of(last7Days(ledger, computedAt), "Successfully retrieved daily statistics");
    };
  }

  /** {@code data} of {@code /api/stats/24h}, and {@code stats} of {@code statistics.json}. */
  static ActivityView last24Hours(Ledger ledger, Instant computedAt) {
    return ActivityView.of(ledger.rolling(DAY), computedAt);
  }

  /** The UTC days that have a second in common with the last 7 times 24 hours, newest first. */
  private static List<DayView> last7Days(Ledger ledger, Instant computedAt) {
    long lastTimestamp = ledger.last().map(record -> record.lastTimestamp()).orElse(0L);
    return ledger.days().stream()
        .filter(day -> endOf(day) > lastTimestamp - WEEK.toSeconds() + 1)
        .map(day -> DayView.of(day, computedAt))
        .toList();
  }

  private static long endOf(DayActivity day) {
    return TimeWindow.ofUtcDay(day.date()).to();
  }
}
