package network.rei.dau.storage;

import java.util.List;

/**
 * Some records cannot be read back (a bad disk, a meddled file); all others can. To mend the store,
 * name them in {@link RecordRepository.Commit#removed} and fetch their chunks again.
 */
public final class DamagedRecordsException extends StorageException {

  private static final long serialVersionUID = 1L;

  private final List<Long> indexes;

  public DamagedRecordsException(String store, List<Long> indexes, StorageException first) {
    super(
        "the store "
            + store
            + " has "
            + indexes.size()
            + (indexes.size() == 1 ? " damaged record: " : " damaged records; the first: ")
            + first.getMessage(),
        first);
    this.indexes = List.copyOf(indexes);
  }

  /** Of the damaged records, rising. */
  public List<Long> indexes() {
    return indexes;
  }
}
