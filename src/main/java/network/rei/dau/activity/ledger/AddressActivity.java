package network.rei.dau.activity.ledger;

import java.util.Optional;

/**
 * What one address did.
 *
 * @param first where it first took part in a transaction, of all that is stored; empty if it never
 *     did
 * @param last where it last did
 * @param transactions of a window
 */
public record AddressActivity(
    Optional<Sighting> first, Optional<Sighting> last, TransactionCounts transactions) {

  /**
   * A block in which it took part in a transaction.
   *
   * @param timestamp seconds since 1970
   */
  public record Sighting(long block, long timestamp) {}
}
