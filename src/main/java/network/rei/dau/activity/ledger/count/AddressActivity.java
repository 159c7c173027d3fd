package network.rei.dau.activity.ledger.count;

import java.util.Optional;

/**
 * The activity of one address.
 *
 * @param first block of its first transaction in the records in memory; empty if there is none
 * @param last block of its last transaction in the records in memory
 * @param transactions in the blocks of a window that are in memory
 */
public record AddressActivity(
    Optional<Sighting> first, Optional<Sighting> last, TransactionCounts transactions) {

  /**
   * A block in which the address is sender or recipient of a transaction.
   *
   * @param timestamp seconds since 1970
   */
  public record Sighting(long block, long timestamp) {}
}
