package network.rei.dau.simulator.chain;

import java.util.List;

/**
 * Gas, base fee and size of a block, or their sums over several blocks.
 *
 * @param gasUsed gas that the transactions used, all of the gas that they name
 * @param gasLimit of the block
 * @param baseFee in wei; 0 on a chain without
 * @param size in bytes
 */
public record SimTraffic(long gasUsed, long gasLimit, long baseFee, long size) {

  /** The sums over no blocks. */
  public static final SimTraffic NONE = new SimTraffic(0, 0, 0, 0);

  private static final long GAS_LIMIT = 20_000_000;
  private static final long HEADER_SIZE = 650;
  private static final long TRANSACTION_SIZE = 112;
  private static final int BASE_FEE_WORD = 70;
  private static final long LEAST_BASE_FEE = 500_000_000;
  private static final long BASE_FEES = 400_000_000;

  /**
   * Returns the traffic of a block.
   *
   * @param blockHash key of the hash of the block
   */
  static SimTraffic of(ChainSpec spec, long blockHash, List<RawTransaction> transactions) {
    long gas = 0;
    long size = HEADER_SIZE;
    for (RawTransaction transaction : transactions) {
      gas += transaction.gas();
      size += TRANSACTION_SIZE + transaction.input().length;
    }
    return new SimTraffic(
        gas, Math.max(GAS_LIMIT, 2 * gas), spec.baseFee() ? baseFee(blockHash) : 0, size);
  }

  private static long baseFee(long blockHash) {
    long key = HashRandom.key(blockHash, HashRandom.HEADER, 0, 0);
    return LEAST_BASE_FEE + (HashRandom.word(key, BASE_FEE_WORD) >>> 1) % BASE_FEES;
  }

  SimTraffic plus(SimTraffic other) {
    return new SimTraffic(
        gasUsed + other.gasUsed,
        gasLimit + other.gasLimit,
        baseFee + other.baseFee,
        size + other.size);
  }
}
