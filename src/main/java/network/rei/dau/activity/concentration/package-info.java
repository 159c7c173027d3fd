/** Measures how unequally the transactions of a window are shared among their senders. */
package network.rei.dau.activity.concentration;
