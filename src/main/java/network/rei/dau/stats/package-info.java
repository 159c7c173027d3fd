/**
 * Contains the {@code StatsStore} actor, which owns the ledger in memory and writes every commit to
 * the storage.
 */
package network.rei.dau.stats;
