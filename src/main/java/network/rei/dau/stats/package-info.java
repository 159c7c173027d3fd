/**
 * The {@code StatsStore} actor: owns the cache (the ledger in memory and the answers prepared from
 * it) and alone writes through {@code storage}. Every read is an ask to it. What it does is in
 * parts that only it touches: {@code Cache}, {@code Commits}, {@code Reconciliation}.
 *
 * <p>May use {@code storage}, {@code views} and {@code activity}; its protocol is used by {@code
 * ingest} and {@code http}.
 */
package network.rei.dau.stats;
