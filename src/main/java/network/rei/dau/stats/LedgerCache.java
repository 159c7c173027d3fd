package network.rei.dau.stats;

import java.util.Optional;
import network.rei.dau.stats.answer.PreparedAnswers;

/**
 * The newest ledger and the answers that were prepared from it, or from an earlier one while the
 * next preparation is in progress. At most one preparation is in progress.
 */
final class LedgerCache {

  private LedgerVersion current;
  private PreparedAnswers answers;

  /** The sequence of the ledger that the answers were prepared from. */
  private long answered;

  /** The sequence of the ledger of the last preparation, also if that failed. */
  private long attempted;

  private boolean preparing;

  LedgerCache(LedgerVersion current, PreparedAnswers answers) {
    this.current = current;
    this.answers = answers;
    this.answered = current.sequence();
    this.attempted = current.sequence();
  }

  LedgerVersion current() {
    return current;
  }

  PreparedAnswers answers() {
    return answers;
  }

  /**
   * Takes a ledger over unless it is older than the current one, as it may be if an earlier
   * incarnation of the actor asked for it.
   *
   * @return whether the current ledger has changed
   */
  boolean adopt(LedgerVersion ledger) {
    if (ledger.sequence() <= current.sequence()) {
      return false;
    }
    current = ledger;
    return true;
  }

  /** Returns the ledger to prepare answers from now, and counts its preparation as in progress. */
  Optional<LedgerVersion> nextPreparation() {
    if (preparing || attempted >= current.sequence()) {
      return Optional.empty();
    }
    preparing = true;
    attempted = current.sequence();
    return Optional.of(current);
  }

  /**
   * Ends a preparation.
   *
   * @param prepared the answers; empty if the preparation failed
   * @param sequence of the ledger that they were prepared from
   */
  void prepared(Optional<PreparedAnswers> prepared, long sequence) {
    preparing = false;
    if (prepared.isPresent() && sequence > answered) {
      answers = prepared.get();
      answered = sequence;
    }
  }
}
