package network.rei.dau.chain;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;

/**
 * Reads one chain through one or several JSON-RPC endpoints.
 *
 * <p>Nothing blocks; stages complete on the client's own threads. Each stage fails with a {@link
 * ChainException} when the retries of its calls are used up, or at once where a retry cannot help.
 */
public interface ChainClient extends AutoCloseable {

  /** The number of the newest block that the chain's endpoints serve. */
  CompletionStage<Long> newestBlock();

  /**
   * Exactly the blocks of {@code range}, in order, each linked to the one before by its parent
   * hash. A block that is missing, null, malformed, hollow or does not link is asked for again,
   * elsewhere where there is an elsewhere; if it stays so, the stage fails: never is a block left
   * out or invented.
   */
  CompletionStage<List<BlockActivity>> blocks(BlockRange range);

  /** The headers of the numbered blocks, in the order asked, in as few requests as may be. */
  CompletionStage<List<BlockHeader>> headers(List<Long> numbers);

  /**
   * The headers of the numbered blocks, in the order asked; empty where a block is answered as null
   * however often and wherever it is asked for. A pruned node may lack old blocks, a lagging one
   * the newest. Any other failure fails the stage.
   *
   * <p>Unless overridden, this asks for each block by itself.
   */
  default CompletionStage<List<Optional<BlockHeader>>> headersIfServed(List<Long> numbers) {
    CompletionStage<List<Optional<BlockHeader>>> all = CompletableFuture.completedFuture(List.of());
    for (long number : numbers) {
      CompletionStage<Optional<BlockHeader>> one =
          headers(List.of(number))
              .thenApply(headers -> Optional.of(headers.get(0)))
              .exceptionallyCompose(
                  failure ->
                      ChainException.isOfMissingBlock(failure)
                          ? CompletableFuture.completedFuture(Optional.empty())
                          : CompletableFuture.failedFuture(failure));
      all =
          all.thenCombine(
              one, (some, next) -> Stream.concat(some.stream(), Stream.of(next)).toList());
    }
    return all;
  }

  /** Which chain the endpoints serve. */
  CompletionStage<ChainIdentity> identity();

  /** The endpoints as they stand, in the order of the settings. For people; URLs are masked. */
  List<EndpointStatus> endpoints();

  /** What was counted of each endpoint, in the same order; none where nothing is counted. */
  default List<EndpointMetrics> counts() {
    return List.of();
  }

  /**
   * From now on the ceiling on requests a second is that of so many clients together, this one
   * included: each takes an equal part.
   */
  default void shareCeiling(int clients) {}

  /** Ends all calls; stages under way fail. */
  @Override
  void close();
}
