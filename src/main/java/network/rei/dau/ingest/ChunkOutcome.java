package network.rei.dau.ingest;

/** How the work on a chunk ended. */
sealed interface ChunkOutcome {

  /**
   * The chunk's record is durable up to a block.
   *
   * @param lastBlock the record's last
   * @param blocksFetched for it
   */
  record Stored(long lastBlock, long blocksFetched) implements ChunkOutcome {}

  /**
   * The attempts are used up; the chunk stays as it was until the next run.
   *
   * @param type a short, stable word to count by
   * @param reason a sentence
   */
  record GaveUp(String type, String reason) implements ChunkOutcome {}
}
