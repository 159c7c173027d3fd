/** Sends what has happened to the URLs that the operator names, signed and at least once. */
package network.rei.dau.webhook;
