/**
 * Defines how a chain is read: the {@code ChainClient}, its settings, its failures and the state of
 * its endpoints.
 */
package network.rei.dau.chain;
