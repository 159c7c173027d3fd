/** Limits the requests of each client. */
package network.rei.dau.http.ratelimit;
