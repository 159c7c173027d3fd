/** Renders the prepared answers and the published files of a ledger. */
package network.rei.dau.stats.answer;
