/** Serves how unequally transactions are shared among their senders, in a window and over time. */
package network.rei.dau.http.v1.concentration;
