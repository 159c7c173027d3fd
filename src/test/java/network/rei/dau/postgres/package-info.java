/** A PostgreSQL server for tests. */
package network.rei.dau.postgres;
