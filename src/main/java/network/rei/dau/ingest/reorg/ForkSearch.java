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
 * Finds the newest of some stored blocks that is still on the chain. Below it all are, above it
 * none is, so each round asks for a few headers in one request and narrows the bracket: first a
 * ladder of doubling distances from the newest, since forks are recent, then points spread over the
 * bracket.
 */
final class ForkSearch {

  /** A block as it is stored. */
  record StoredBlock(long number, Hash hash) {}

  private static final int SPREAD = 12;

  private final Function<List<Long>, CompletionStage<List<BlockHeader>>> headers;

  /**
   * Asks nothing yet.
   *
   * @param headers reads headers by number, in the order asked
   */
  ForkSearch(Function<List<Long>, CompletionStage<List<BlockHeader>>> headers) {
    this.headers = headers;
  }

  /**
   * The place in {@code blocks} of the newest that the chain has, or -1 if it has none.
   *
   * @param blocks ascending by number, none above the chain's head
   */
  CompletionStage<Integer> newestShared(List<StoredBlock> blocks) {
    TreeSet<Integer> ladder = new TreeSet<>();
    for (int distance = 1; distance <= blocks.size(); distance *= 2) {
      ladder.add(blocks.size() - distance);
    }
    return narrow(blocks, -1, blocks.size(), ladder);
  }

  /** {@code shared} is known to be on the chain (or -1), {@code forked} not to be (or the size). */
  private CompletionStage<Integer> narrow(
      List<StoredBlock> blocks, int shared, int forked, Set<Integer> places) {
    if (forked - shared <= 1) {
      return CompletableFuture.completedFuture(shared);
    }
    List<Integer> asked = List.copyOf(places);
    return headers
        .apply(asked.stream().map(place -> blocks.get(place).number()).toList())
        .thenCompose(
            found -> {
              int low = shared;
              int high = forked;
              for (int i = 0; i < asked.size(); i++) {
                int place = asked.get(i);
                if (!found.get(i).hash().equals(blocks.get(place).hash())) {
                  high = Math.min(high, place);
                } else if (place < high) {
                  low = Math.max(low, place);
                }
              }
              return narrow(blocks, low, high, spread(low, high));
            });
  }

  private static Set<Integer> spread(int low, int high) {
    TreeSet<Integer> places = new TreeSet<>();
    for (int i = 1; i <= SPREAD; i++) {
      places.add(low + (int) ((long) (high - low) * i / (SPREAD + 1)));
    }
    places.add(low + 1);
    places.removeIf(place -> place <= low || place >= high);
    return places;
  }
}
