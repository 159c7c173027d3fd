/** Decides which run starts next, what it fetches and how it ends, without actors. */
package network.rei.dau.ingest.run;
