/** Decides which transactions are of the system of a chain, and not of its users. */
package network.rei.dau.activity.rule;
