/**
 * The pure values and rules of what was active on a chain: blocks reduced to who sent to whom,
 * records of 1200 blocks, the ledger that unites them, windows and their counts.
 *
 * <p>No actors, no I/O, no clock, no JSON; nothing of ours is imported here, and everybody may
 * import this.
 */
package network.rei.dau.activity;
