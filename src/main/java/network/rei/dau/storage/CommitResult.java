package network.rei.dau.storage;

/** How a commit ended, if the store could be written. */
public sealed interface CommitResult {

  /**
   * The whole commit is durable.
   *
   * @param version of the store after the commit
   */
  record Committed(long version) implements CommitResult {}

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
