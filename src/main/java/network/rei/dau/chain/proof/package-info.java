/**
 * Proves that the transactions of a block are those of its root, and that their senders signed
 * them.
 */
package network.rei.dau.chain.proof;
