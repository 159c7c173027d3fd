/**
 * Durable records: the port {@link network.rei.dau.storage.RecordRepository}, its implementation on
 * a database (SQLite or PostgreSQL, the same SQL), and the cache folder with its lock and the files
 * that are published for people and scripts to read ({@code statistics.json}, {@code
 * history.json}).
 *
 * <p>At the start: {@link network.rei.dau.storage.CacheFolder#open}, then {@link
 * network.rei.dau.storage.JdbcRecordRepository#open} and {@link
 * network.rei.dau.storage.PublishedFiles#in}; closed in the opposite order.
 *
 * <p>May use {@code activity} and {@code views}. Everything here blocks: only the {@code
 * StatsStore} actor calls it, on its own dispatcher; it alone writes.
 */
package network.rei.dau.storage;
