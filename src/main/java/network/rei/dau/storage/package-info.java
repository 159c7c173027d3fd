/**
 * Durable records: the port {@link network.rei.dau.storage.RecordRepository}, its JDBC
 * implementation (SQLite, later PostgreSQL, the same SQL), and the files that are published for
 * people and scripts to read ({@code statistics.json}, {@code history.json}).
 *
 * <p>May use {@code activity} and {@code views}. Everything here blocks: only the {@code
 * StatsStore} actor calls it, on its own dispatcher; it alone writes.
 */
package network.rei.dau.storage;
