/** Holds what is counted of a window, of an address and of the transactions that are left out. */
package network.rei.dau.activity.ledger.count;
