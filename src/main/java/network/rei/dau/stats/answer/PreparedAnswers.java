package network.rei.dau.stats.answer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.json.Gzip;
import network.rei.dau.json.Json;

/**
 * The prepared answers over one version of the data; immutable.
 *
 * @param windows the last 24 hours and the last 7 days
 * @param version of the data
 */
public record PreparedAnswers(
    Map<AnswerKind, Body> bodies, List<PreparedWindow> windows, long version) {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);

  /** The bytes of one answer, plain and gzipped; callers must not write to them. */
  @SuppressWarnings("ArrayRecordComponent") // bodies are compared by identity
  public record Body(byte[] json, byte[] gzip) {

    private static Body of(AnswerView view) {
      byte[] json = Json.bytes(view);
      return new Body(json, Gzip.bytes(json));
    }
  }

  /** A response of {@code /api/stats}. */
  private record AnswerView(boolean success, Object data, String message) {}

  /** A UTC day of {@code /api/stats/7days}: {@code date}, then the fields of the activity. */
  private record DayView(LocalDate date, @JsonUnwrapped ActivityView activity) {}

  /** Returns the bytes of one answer. */
  public Body body(AnswerKind kind) {
    return bodies.get(kind);
  }

  /**
   * Renders all answers.
   *
   * @param version of the data
   * @param computedAt when the data changed to this version: {@code timestamp} in the answers
   * @param countsNonces whether the nonces of the chain count transactions; if not, new senders are
   *     unknown
   */
  public static PreparedAnswers of(
      Ledger ledger, long version, Instant computedAt, boolean countsNonces) {
    WindowActivity day = ledger.rolling(DAY);
    Map<AnswerKind, Body> bodies = new EnumMap<>(AnswerKind.class);
    for (AnswerKind kind : AnswerKind.values()) {
      bodies.put(kind, Body.of(view(kind, ledger, day, computedAt, countsNonces)));
    }
    List<PreparedWindow> windows =
        List.of(
            new PreparedWindow("24h", day, countsNonces),
            new PreparedWindow("7d", ledger.rolling(WEEK), countsNonces));
    return new PreparedAnswers(bodies, windows, version);
  }

  private static AnswerView view(
      AnswerKind kind,
      Ledger ledger,
      WindowActivity day,
      Instant computedAt,
      boolean countsNonces) {
    return switch (kind) {
      case LAST_24_HOURS ->
          new AnswerView(
              true,
              ActivityView.of(day, computedAt, countsNonces),
              "Successfully retrieved 24-hour statistics");
      case LAST_7_DAYS ->
          new AnswerView(
              true,
              last7Days(ledger, computedAt, countsNonces),
              "Successfully retrieved daily statistics");
    };
  }

  /** Returns {@code stats} of {@code statistics.json}, as in {@code /api/stats/24h}. */
  static ActivityView last24Hours(Ledger ledger, Instant computedAt, boolean countsNonces) {
    return ActivityView.of(ledger.rolling(DAY), computedAt, countsNonces);
  }

  /** Returns the last UTC days, newest first: at most 7, as the Node.js version does. */
  private static List<DayView> last7Days(Ledger ledger, Instant computedAt, boolean countsNonces) {
    return ledger.daysOfLast(WEEK).stream()
        .limit(WEEK.toDays())
        .map(
            day ->
                new DayView(day.date(), ActivityView.of(day.activity(), computedAt, countsNonces)))
        .toList();
  }
}
