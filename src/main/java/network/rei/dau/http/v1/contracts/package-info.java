/** Serves the users of contracts, what contracts share, and where new senders begin. */
package network.rei.dau.http.v1.contracts;
