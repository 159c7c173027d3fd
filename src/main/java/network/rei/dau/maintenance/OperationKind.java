package network.rei.dau.maintenance;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of maintenance operations. */
public enum OperationKind {
  /** Runs over the retention. */
  RUN(false),
  /** Runs over the retention and then over the days before it, back to a date. */
  BACKFILL(false),
  /** Compares stored records with the chain. */
  VERIFY(true),
  /** Fetches stored blocks again. */
  FETCH(true),
  /** Deletes data that is no longer needed. */
  PRUNE(true),
  /** Copies the store into a backup. */
  BACKUP(true),
  /** Replaces the store by a backup. */
  RESTORE(true);

  private final boolean onStore;

  /**
   * @param onStore whether the operation reads or changes the store as a whole
   */
  OperationKind(boolean onStore) {
    this.onStore = onStore;
  }

  /** Returns the name of the kind in requests, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the kind with this name, ignoring the case. */
  public static Optional<OperationKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.name().equalsIgnoreCase(word)).findFirst();
  }

  /** Returns whether the operation is a run, whose progress is that of ingest. */
  public boolean isRun() {
    return !onStore;
  }

  /** Returns whether operations of the two kinds must not be in progress at the same time. */
  boolean excludes(OperationKind other) {
    return this == other || (onStore && other.onStore);
  }
}
