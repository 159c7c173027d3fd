/**
 * Defines how records are stored durably: the {@code RecordRepository}, its settings and its
 * failures.
 *
 * <p>Every method blocks; only the {@code StatsStore} actor writes.
 */
package network.rei.dau.storage;
