package network.rei.dau.stats;

import java.time.Instant;
import java.util.OptionalLong;
import network.rei.dau.activity.ledger.Ledger;

/**
 * The ledger as of one version of the store.
 *
 * @param version of the store; it is lower than before if the store was put back to an earlier
 *     state
 * @param changedAt when that version was committed, by whichever node
 * @param sequence grows with every change of the replica in this process
 * @param requiredHeap the size of the heap in bytes with which everything would be in memory; empty
 *     if it is
 */
record LedgerVersion(
    Ledger ledger, long version, Instant changedAt, long sequence, OptionalLong requiredHeap) {}
