package network.rei.dau.ingest.reorg;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Hash;

/**
 * Finds the newest of some stored blocks that is still on the chain. All blocks below it are on the
 * chain and none above it, so each round requests a few headers at once and narrows the interval:
 * first at doubling distances from the newest, since forks are recent, then at points that are
 * spread over the interval.
 */
final class ForkSearch {

  /** A stored block. */
  record StoredBlock(long number, Hash hash) {}

  private static final int SPREAD = 12;

  private final Function<List<Long>, CompletionStage<List<BlockHeader>>> headers;

  /**
   * @param headers reads headers by number, in the order of the numbers
   */
  ForkSearch(Function<List<Long>, CompletionStage<List<BlockHeader>>> headers) {
    this.headers = headers;
  }

  /**
   * Returns the index in {@code blocks} of the newest that the chain has; -1 if it has none.
   *
   * @param blocks ascending by number, none above the chain's head
   */
  CompletionStage<Integer> newestShared(List<StoredBlock> blocks) {
    TreeSet<Integer> distances = new TreeSet<>();
    for (int distance = 1; distance <= blocks.size(); distance *= 2) {
      distances.add(blocks.size() - distance);
    }
    return narrow(blocks, -1, blocks.size(), distances);
  }

  /**
   * @param shared the index of a block that is on the chain, or -1
   * @param forked the index of a later block that is not on the chain, or the number of blocks
   * @param indexes the blocks to compare next
   */
  private CompletionStage<Integer> narrow(
      List<StoredBlock> blocks, int shared, int forked, Set<Integer> indexes) {
    if (forked - shared <= 1) {
      return CompletableFuture.completedFuture(shared);
    }
    List<Integer> compared = List.copyOf(indexes);
    return headers
        .apply(compared.stream().map(index -> blocks.get(index).number()).toList())
        .thenCompose(
            found -> {
              int low = shared;
              int high = forked;
              for (int i = 0; i < compared.size(); i++) {
                int index = compared.get(i);
                if (!found.get(i).hash().equals(blocks.get(index).hash())) {
                  high = Math.min(high, index);
                } else if (index < high) {
                  low = Math.max(low, index);
                }
              }
              return narrow(blocks, low, high, spread(low, high));
            });
  }

  private static Set<Integer> spread(int low, int high) {
    TreeSet<Integer> indexes = new TreeSet<>();
    for (int i = 1; i <= SPREAD; i++) {
      indexes.add(low + (int) ((long) (high - low) * i / (SPREAD + 1)));
    }
    indexes.add(low + 1);
    indexes.removeIf(index -> index <= low || index >= high);
    return indexes;
  }
}
