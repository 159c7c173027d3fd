/** Accepts connections and limits what a client may take of them. */
package network.rei.dau.http.connection;
