/** Renders the prepared answers and the published files from a ledger. */
package network.rei.dau.stats.answer;
