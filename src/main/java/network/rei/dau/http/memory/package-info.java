/** Limits the memory of the responses that are held for clients. */
package network.rei.dau.http.memory;
