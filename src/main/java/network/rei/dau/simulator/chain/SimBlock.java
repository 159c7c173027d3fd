package network.rei.dau.simulator.chain;

import java.util.List;

/**
 * A block as the truth sees it.
 *
 * @param number its height
 * @param hash {@code 0x} and 64 lower-case hex digits
 * @param parentHash the hash of block {@code number - 1}; all zeros for block 0
 * @param timestamp seconds since 1970-01-01 UTC
 * @param transactions in their order in the block
 */
public record SimBlock(
    long number,
    String hash,
    String parentHash,
    long timestamp,
    List<SimTransaction> transactions) {

  public SimBlock {
    transactions = List.copyOf(transactions);
  }
}
