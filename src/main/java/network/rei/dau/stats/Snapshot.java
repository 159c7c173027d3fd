package network.rei.dau.stats;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.ledger.Ledger;

/**
 * The data as of one version of the store; immutable, to be computed with anywhere.
 *
 * @param version of the store that the ledger shows
 * @param computedAt when the data last changed
 * @param requiredHeap the size of the heap in bytes with which everything that is stored would be
 *     in memory; empty if it is
 * @param storeError why the store could not be read or written last time; empty if it could
 */
public record Snapshot(
    Ledger ledger,
    long version,
    Instant computedAt,
    OptionalLong requiredHeap,
    Optional<String> storeError) {

  /** Creates a snapshot of a ledger that is in memory. */
  public Snapshot(Ledger ledger, long version, Instant computedAt, Optional<String> storeError) {
    this(ledger, version, computedAt, OptionalLong.empty(), storeError);
  }
}
