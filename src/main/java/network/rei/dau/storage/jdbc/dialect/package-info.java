/** Holds the differences between SQLite and PostgreSQL. */
package network.rei.dau.storage.jdbc.dialect;
