/**
 * Holds all records in memory and counts the activity of any window.
 *
 * <p>A {@code Ledger} is an immutable value; addresses are numbers of an {@code AddressIndex}.
 */
package network.rei.dau.activity.ledger;
