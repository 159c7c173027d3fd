/** Counts requests by route and status, and measures how long responses take. */
package network.rei.dau.http.metrics;
