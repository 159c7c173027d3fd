/** Applies {@code filter=organic}, which leaves out the transactions of the system of a chain. */
package network.rei.dau.http.v1.filter;
