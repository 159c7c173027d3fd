package network.rei.dau.simulator.chain;

/**
 * What a range of blocks holds, by brute force.
 *
 * @param blocks how many
 * @param transactions of all these blocks
 * @param addresses distinct ones that send or receive; a contract creation has no recipient
 * @param senders distinct ones
 * @param recipients distinct ones
 * @param newSenders distinct senders of a transaction with nonce 0
 * @param contractCreations transactions without recipient
 */
public record BlockRangeCounts(
    long blocks,
    long transactions,
    int addresses,
    int senders,
    int recipients,
    int newSenders,
    long contractCreations) {}
