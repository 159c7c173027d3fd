package network.rei.dau.ingest.reorg;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.ingest.StoredBlock;

/**
 * Finds the newest of some stored blocks that is still on the chain. All blocks below it are on the
 * chain and none above it, so each round requests a few headers at once and narrows the interval:
 * first at doubling distances from the newest, since forks are recent, then at points that are
 * spread over the interval. A block that is not served may be on either side.
 */
final class ForkSearch {

  /**
   * The result of the search. The blocks between {@code shared} and {@code forked} are not served.
   *
   * @param shared the index of the newest block that the chain is known to have; -1 if there is
   *     none
   * @param forked the index of the oldest block that the chain is known not to have; the number of
   *     blocks if there is none
   * @param onChain the header of the block that the chain has instead of {@code forked}
   */
  record Result(int shared, int forked, Optional<BlockHeader> onChain) {}

  private static final int SPREAD = 12;

  private final Function<List<Long>, CompletionStage<List<Optional<BlockHeader>>>> headers;

  /**
   * @param headers reads headers by number, in the order of the numbers; empty if not served
   */
  ForkSearch(Function<List<Long>, CompletionStage<List<Optional<BlockHeader>>>> headers) {
    this.headers = headers;
  }

  /**
   * Compares the blocks with the chain.
   *
   * @param blocks linked, ascending by number, none above the chain's head
   */
  CompletionStage<Result> compare(List<StoredBlock> blocks) {
    TreeSet<Integer> indexes = new TreeSet<>();
    for (int distance = 1; distance <= blocks.size(); distance *= 2) {
      indexes.add(blocks.size() - distance);
    }
    return new Comparison(blocks).compare(indexes);
  }

  private final class Comparison {

    private final List<StoredBlock> blocks;
    private final NavigableMap<Integer, Optional<BlockHeader>> answers = new TreeMap<>();
    private int shared = -1;
    private int forked;

    Comparison(List<StoredBlock> blocks) {
      this.blocks = blocks;
      this.forked = blocks.size();
    }

    CompletionStage<Result> compare(Set<Integer> indexes) {
      if (indexes.isEmpty()) {
        return CompletableFuture.completedFuture(
            new Result(shared, forked, answers.getOrDefault(forked, Optional.empty())));
      }
      List<Integer> compared = List.copyOf(indexes);
      return headers
          .apply(compared.stream().map(index -> blocks.get(index).number()).toList())
          .thenCompose(
              found -> {
                for (int i = 0; i < compared.size(); i++) {
                  answers.put(compared.get(i), found.get(i));
                }
                narrow();
                return compare(next());
              });
    }

    private void narrow() {
      forked = blocks.size();
      shared = -1;
      for (Map.Entry<Integer, Optional<BlockHeader>> answer : answers.entrySet()) {
        Optional<BlockHeader> header = answer.getValue();
        if (header.filter(blocks.get(answer.getKey())::isOnChain).isPresent()) {
          shared = answer.getKey();
        } else if (header.isPresent()) {
          forked = answer.getKey();
          return;
        }
      }
    }

    /** Returns points above the newest block that is not served; if there are none, below it. */
    private Set<Integer> next() {
      int notServed =
          Optional.ofNullable(answers.lowerKey(forked))
              .filter(index -> index > shared)
              .orElse(shared);
      Set<Integer> above = spread(notServed, forked);
      return above.isEmpty() ? spread(shared, notServed) : above;
    }

    private Set<Integer> spread(int low, int high) {
      TreeSet<Integer> indexes = new TreeSet<>();
      for (int i = 1; i <= SPREAD; i++) {
        indexes.add(low + (int) ((long) (high - low) * i / (SPREAD + 1)));
      }
      indexes.add(low + 1);
      indexes.removeIf(index -> index <= low || index >= high || answers.containsKey(index));
      return indexes;
    }
  }
}
