package network.rei.dau.maintenance;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an operator may ask for. */
public enum OperationKind {
  /** A run over all that is missing. */
  RUN(false),
  /** A run, and then every day back to a date. */
  BACKFILL(false),
  /** Stored records compared with the chain. */
  VERIFY(true),
  /** Stored blocks fetched again. */
  FETCH(true),
  /** What nobody needs any more deleted. */
  PRUNE(true),
  /** A copy of the store. */
  BACKUP(true),
  /** A copy in the place of the store. */
  RESTORE(true);

  private final boolean onStore;

  /**
   * @param onStore whether it reads or changes what is stored as a whole
   */
  OperationKind(boolean onStore) {
    this.onStore = onStore;
  }

  /** As requests name it, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of this word, whatever its case. */
  public static Optional<OperationKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.name().equalsIgnoreCase(word)).findFirst();
  }

  /** Whether it fetches what is missing, as runs do, whose progress is then its own. */
  public boolean isRun() {
    return !onStore;
  }

  /** Whether one must wait for the other's end. */
  boolean excludes(OperationKind other) {
    return this == other || (onStore && other.onStore);
  }
}
