package network.rei.dau.storage;

import java.util.List;

/**
 * Some records cannot be read, for example because the disk is damaged; all others can. The store
 * is repaired by fetching their chunks again and naming the records in {@link
 * RecordRepository.Commit#removed}.
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

  /** Returns the indexes of the damaged records, descending. */
  public List<Long> indexes() {
    return indexes;
  }
}
