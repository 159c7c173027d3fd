/** Tries what one endpoint serves: its chain, head, blocks, batches and announcements. */
package network.rei.dau.chain.inspection;
