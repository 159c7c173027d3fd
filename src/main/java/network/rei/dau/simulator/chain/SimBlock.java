package network.rei.dau.simulator.chain;

import java.util.List;

/**
 * A block of a simulated chain.
 *
 * @param number the height
 * @param hash {@code 0x} and 64 lower-case hex digits
 * @param parentHash the hash of block {@code number - 1}; all zeros for block 0
 * @param timestamp the time in epoch seconds
 * @param transactions the transactions in order
 * @param traffic gas, base fee and size
 */
public record SimBlock(
    long number,
    String hash,
    String parentHash,
    long timestamp,
    List<SimTransaction> transactions,
    SimTraffic traffic) {

  public SimBlock {
    transactions = List.copyOf(transactions);
  }
}
