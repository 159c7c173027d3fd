package network.rei.dau.chain;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.proof.ProofLevel;

/**
 * Reads one chain through one or several JSON-RPC endpoints.
 *
 * <p>No method blocks. A stage fails with a {@link ChainException} when the retries of its calls
 * are used up, or at once where a retry cannot help.
 */
public interface ChainClient extends AutoCloseable {

  /**
   * Returns the header of the newest block that counts. It may have a lower number than an earlier
   * result, or the same number and another hash, if the chain was reorganised or an endpoint was
   * wrong before.
   */
  CompletionStage<BlockHeader> head();

  /**
   * Returns the blocks of {@code range}, in order, each linked to the one before by its parent
   * hash. A block that is missing, null, malformed, without its transactions or not linked is
   * requested again, from another endpoint if there is one. If the retries of a block do not help,
   * the sequence ends before it and carries its failure: a block is never left out or invented. A
   * block that is older than its parent was read twice. The stage fails if there is not even the
   * first block.
   *
   * @param atLeast what is proven of the blocks if the settings do not ask for more; a block that
   *     is contradicted counts as malformed
   */
  CompletionStage<BlockSequence> blocks(BlockRange range, ProofLevel atLeast);

  /** Returns the blocks of {@code range}, of which is proven what the settings ask for. */
  default CompletionStage<BlockSequence> blocks(BlockRange range) {
    return blocks(range, ProofLevel.NONE);
  }

  /**
   * Returns a source that emits the name of an endpoint for each new head that it announces, at
   * most ten times per second. It never ends. An announcement is only a reason to call {@link
   * #head}: it may be late, missing or wrong.
   */
  default Source<String, NotUsed> newHeads() {
    return Source.never();
  }

  /** Returns the headers of the numbered blocks, in the order of {@code numbers}. */
  CompletionStage<List<BlockHeader>> headers(List<Long> numbers);

  /**
   * Returns the headers of the numbered blocks, in the order of {@code numbers}. A header is empty
   * if no endpoint serves the block: in all tries it was answered as null or with an error object,
   * because a pruned node may lack old blocks, and a lagging one the newest. An empty header means
   * that the block is unknown: neither that the chain begins after it, nor that the chain was
   * reorganised. Any other failure fails the stage.
   */
  CompletionStage<List<Optional<BlockHeader>>> headersIfServed(List<Long> numbers);

  /** Returns which chain the endpoints serve. */
  CompletionStage<ChainIdentity> identity();

  /** Returns the present state of the endpoints, in the order of the settings, with masked URLs. */
  List<EndpointStatus> endpoints();

  /** Returns how much memory the blocks take that are read and not stored yet. */
  default MemoryBudget memory() {
    return MemoryBudget.unlimited();
  }

  /** Returns the metrics of the endpoints, in the same order; empty if there are none. */
  default List<EndpointMetrics> metrics() {
    return List.of();
  }

  /**
   * Divides the limit of requests per second into equal parts, of which this client takes one.
   *
   * @param clients all clients that share the limit, this one included
   */
  default void shareRateLimit(int clients) {}

  /**
   * Returns the same client, whose calls belong to a span.
   *
   * @param parent the context of the span
   */
  default ChainClient within(Context parent) {
    return this;
  }

  /** Ends all calls; pending stages fail. */
  @Override
  void close();
}
