/**
 * Holds all records in memory and counts any window of them, exact to the block.
 *
 * <p>A {@code Ledger} is an immutable value; addresses are numbers of an {@code AddressIndex}.
 */
package network.rei.dau.activity.ledger;
