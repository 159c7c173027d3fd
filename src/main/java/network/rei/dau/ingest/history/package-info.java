/** Decides which days before the retention are fetched, and finds their blocks on the chain. */
package network.rei.dau.ingest.history;
