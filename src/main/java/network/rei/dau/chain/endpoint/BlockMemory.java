package network.rei.dau.chain.endpoint;

import network.rei.dau.chain.MemoryBudget;
import network.rei.dau.chain.MemoryBudget.Kind;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.jsonrpc.BatchResult;
import network.rei.dau.chain.jsonrpc.RpcResult;

/**
 * Decides how many blocks may be asked for, so that they fit into the memory budget. It expects
 * blocks as large as those of the last responses. Not thread-safe.
 */
final class BlockMemory {

  private static final double BYTES_BEFORE_THE_FIRST_BLOCK = 4096;
  private static final double WEIGHT_OF_SMALLER_BLOCKS = 0.1;

  /** Smaller batches cost more than they gain, if others are in flight. */
  private static final int SMALLEST_BATCH = 32;

  private final MemoryBudget budget;
  private final long maxOfResponse;
  private double bytesPerBlock = BYTES_BEFORE_THE_FIRST_BLOCK;

  BlockMemory(MemoryBudget budget, RpcSettings settings) {
    this.budget = budget;
    this.maxOfResponse = maxOfResponse(budget, settings);
  }

  /**
   * Returns the memory that the blocks of one response may take, so that the responses that one
   * endpoint sends at once fit into the budget even if their blocks are larger than expected.
   */
  static long maxOfResponse(MemoryBudget budget, RpcSettings settings) {
    return budget.limit() / settings.maxInFlight();
  }

  /**
   * Returns how many blocks the next batch may ask for.
   *
   * @param inFlight blocks that are asked for already; if there are none, at least one block may be
   *     asked for, so that there is always progress
   */
  int maxBlocks(int inFlight) {
    if (inFlight > 0 && budget.available() < budget.limit() / SMALLEST_BATCH) {
      return 0;
    }
    long bytes = inFlight == 0 ? maxOfResponse : Math.min(maxOfResponse, budget.available());
    double blocks = Math.min(Integer.MAX_VALUE, bytes / bytesPerBlock);
    return inFlight == 0 ? (int) Math.max(1, blocks) : (int) blocks;
  }

  /** The number of blocks that are asked for has changed. */
  void recordInFlight(int inFlight) {
    budget.set(Kind.RESPONSES, (long) (inFlight * bytesPerBlock));
  }

  /** A batch was answered. Larger blocks count at once, smaller ones bit by bit. */
  void recordResult(BatchResult result) {
    long blocks = 0;
    long bytes = result.signatureBytes();
    for (RpcResult answered : result.results()) {
      if (answered instanceof RpcResult.Block block) {
        blocks++;
        bytes += block.activity().memoryBytes();
      }
    }
    if (blocks > 0) {
      double mean = (double) bytes / blocks;
      double smoothed = bytesPerBlock + WEIGHT_OF_SMALLER_BLOCKS * (mean - bytesPerBlock);
      bytesPerBlock = Math.max(mean, smoothed);
    }
  }
}
