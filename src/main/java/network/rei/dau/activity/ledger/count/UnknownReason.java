package network.rei.dau.activity.ledger.count;

/** Why a number is not known. */
public enum UnknownReason {
  /** Blocks of the window are deleted, not fetched, or not in memory. */
  NOT_IN_MEMORY("notInMemory"),

  /**
   * A record was stored by an earlier version of this service, which did not store which
   * transactions carry input.
   */
  WITHOUT_INPUT("withoutInput"),

  /**
   * A record was stored by an earlier version of this service, which did not store the type and the
   * gas price of transactions, and a rule needs them.
   */
  WITHOUT_DETAILS("withoutDetails"),

  /**
   * A day is not in the records any more, and the users that a contract had on it were not stored:
   * the contract was not tracked on the day.
   */
  NOT_TRACKED("notTracked"),

  /** A transaction with nonce 0 need not be the first of its sender on this chain. */
  NONCES_DO_NOT_COUNT("noncesDoNotCount");

  private final String key;

  UnknownReason(String key) {
    this.key = key;
  }

  /** Returns the name in answers. */
  public String key() {
    return key;
  }
}
