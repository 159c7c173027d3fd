package network.rei.dau.ingest;

/**
 * A chunk to be brought up to the head: only this crosses from the supervisor to a coordinator.
 *
 * @param run the run it belongs to
 * @param ticket different each time that work is handed out in a run, so that an outcome is not
 *     taken for that of a later worker on the same chunk
 * @param epoch under which its record is committed
 * @param index of the chunk
 * @param from its first block that is not stored yet; if it is not the chunk's first, the stored
 *     record is continued
 * @param to the last block to fetch, in the chunk and not above the head
 */
record ChunkTask(long run, long ticket, long epoch, long index, long from, long to) {

  /** Blocks to fetch. */
  long blocks() {
    return to - from + 1;
  }
}
