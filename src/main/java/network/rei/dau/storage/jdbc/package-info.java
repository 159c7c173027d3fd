/** Stores records in SQLite or PostgreSQL. */
package network.rei.dau.storage.jdbc;
