/** Detects that the chain was reorganised and replaces the stored records that left it. */
package network.rei.dau.ingest.reorg;
