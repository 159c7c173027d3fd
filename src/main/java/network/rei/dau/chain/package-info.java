/**
 * Defines how a chain is read: the {@code ChainClient}, its settings, its failures and the state of
 * its endpoints. Below it, {@code endpoint} schedules the calls and {@code jsonrpc} sends them.
 */
package network.rei.dau.chain;
