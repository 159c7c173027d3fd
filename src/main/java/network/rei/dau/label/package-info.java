/**
 * Names addresses and groups of addresses, from a file that the operator writes.
 *
 * <p>{@link network.rei.dau.label.LabelFile} reads the file and holds the newest {@link
 * network.rei.dau.label.Labels}, which are immutable.
 */
package network.rei.dau.label;
