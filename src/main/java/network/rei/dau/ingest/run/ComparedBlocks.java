package network.rei.dau.ingest.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.ingest.StoredBlock;

/**
 * The stored blocks that are compared with a chain to find out whether it is that of the store: the
 * last block of every record. If the chain was exchanged during a run, single records may be of the
 * other chain, so one record that is on the chain proves nothing. All of them are.
 */
final class ComparedBlocks {

  /** Of more records so many are compared, at even distances. */
  static final int MOST = 1_024;

  /** How many blocks are asked for at once. */
  static final int GROUP_SIZE = 32;

  private ComparedBlocks() {}

  /**
   * Returns the blocks, in groups. The newest and the oldest one are in the first group, so that
   * another chain is noticed with one request. Block 0 is left out: its hash is what is uncertain.
   *
   * @param ends the last blocks of all records, oldest first
   */
  static List<List<StoredBlock>> groups(List<StoredBlock> ends) {
    List<StoredBlock> known = ends.stream().filter(block -> block.number() > 0).toList();
    int compared = Math.min(MOST, known.size());
    List<StoredBlock> blocks =
        IntStream.range(0, compared)
            .mapToObj(i -> known.get(place(i, compared, known.size())))
            .collect(Collectors.toCollection(ArrayList::new));
    if (compared > 1) {
      blocks.add(1, blocks.remove(compared - 1));
    }
    return IntStream.range(0, (compared + GROUP_SIZE - 1) / GROUP_SIZE)
        .mapToObj(i -> blocks.subList(i * GROUP_SIZE, Math.min(compared, (i + 1) * GROUP_SIZE)))
        .toList();
  }

  private static int place(int i, int compared, int all) {
    return compared == all ? i : (int) ((long) i * (all - 1) / (compared - 1));
  }

  /**
   * Returns whether the chain has all blocks of a group.
   *
   * @param headers of the blocks with the same numbers; empty if no endpoint serves the block
   */
  static boolean areOnChain(List<StoredBlock> group, List<Optional<BlockHeader>> headers) {
    return IntStream.range(0, group.size())
        .allMatch(i -> headers.get(i).filter(group.get(i)::isOnChain).isPresent());
  }
}
