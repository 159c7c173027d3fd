package network.rei.dau.stats.answer;

/** The answers that are rendered whenever the data changes, since they are requested most often. */
public enum AnswerKind {
  /** {@code GET /api/stats/24h}. */
  LAST_24_HOURS,
  /** {@code GET /api/stats/7days}. */
  LAST_7_DAYS
}
