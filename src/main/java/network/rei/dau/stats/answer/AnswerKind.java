package network.rei.dau.stats.answer;

/**
 * The answers that are prepared whenever the data changes, because they are asked for all the time.
 */
public enum AnswerKind {
  /** {@code GET /api/stats/24h}. */
  LAST_24_HOURS,
  /** {@code GET /api/stats/7days}. */
  LAST_7_DAYS
}
