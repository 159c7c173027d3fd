package network.rei.dau.simulator.chain;

/**
 * The true numbers of a range of blocks.
 *
 * @param blocks the number of blocks
 * @param transactions the number of transactions
 * @param addresses the number of distinct senders and recipients; a contract creation has no
 *     recipient
 * @param senders the number of distinct senders
 * @param recipients the number of distinct recipients
 * @param newSenders the number of distinct senders of a transaction with nonce 0
 * @param contractCreations the number of transactions without a recipient
 * @param emptyBlocks the number of blocks without transactions
 * @param traffic the sums of the traffic of the blocks
 */
public record BlockRangeCounts(
    long blocks,
    long transactions,
    int addresses,
    int senders,
    int recipients,
    int newSenders,
    long contractCreations,
    long emptyBlocks,
    SimTraffic traffic) {}
