package network.rei.dau.ingest.run;

/**
 * A chunk to be brought up to the head. The supervisor assigns it to a coordinator.
 *
 * @param run the number of the run that it belongs to
 * @param ticket a number that no other assignment of the run has, so that an outcome is not taken
 *     for that of a later assignment of the same chunk
 * @param epoch the epoch to commit the record under
 * @param index the index of the chunk
 * @param from the first block to fetch; unless it is the chunk's first, the stored record is
 *     continued
 * @param to the last block to fetch, in the chunk and not above the head
 */
public record ChunkTask(long run, long ticket, long epoch, long index, long from, long to) {}
