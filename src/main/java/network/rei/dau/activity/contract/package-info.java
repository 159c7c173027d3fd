/** Counts the users of contracts, what they share, and where new senders begin. */
package network.rei.dau.activity.contract;
