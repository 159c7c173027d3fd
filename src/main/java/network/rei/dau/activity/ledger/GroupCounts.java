package network.rei.dau.activity.ledger;

/**
 * How many transactions each address sent and received in the records of a group.
 *
 * @param toSelf the transactions that are both sent and received by an address
 */
record GroupCounts(CountColumn sent, CountColumn received, CountColumn toSelf) {}
