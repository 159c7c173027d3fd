/** Reads and validates the query parameters of requests. */
package network.rei.dau.http.parameter;
