package network.rei.dau.storage;

import java.util.List;
import network.rei.dau.activity.block.StoredRecord;

/** How a commit ended, if the store could be written. */
public sealed interface CommitResult {

  /**
   * The whole commit is durable.
   *
   * @param version of the store after the commit
   * @param written the records that were written, as they are stored; records that do not supersede
   *     the stored ones are left out
   */
  record Committed(long version, List<StoredRecord> written) implements CommitResult {
    public Committed {
      written = List.copyOf(written);
    }
  }

  /**
   * Another writer has taken over the store; nothing was written.
   *
   * @param currentEpoch the epoch under which commits are accepted
   */
  record StaleEpoch(long currentEpoch) implements CommitResult {}

  /**
   * The records do not link by hash to stored neighbours, as after a reorganisation of the chain;
   * nothing was written.
   *
   * @param reason a sentence
   */
  record Conflict(String reason) implements CommitResult {}
}
