/** Serves the busiest addresses and the activity of one address. */
package network.rei.dau.http.v1.addresses;
