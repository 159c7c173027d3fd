package network.rei.dau.activity.definition;

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
  WITHOUT_DETAILS("withoutDetails");

  private final String key;

  UnknownReason(String key) {
    this.key = key;
  }

  /** Returns the name in answers. */
  public String key() {
    return key;
  }
}
