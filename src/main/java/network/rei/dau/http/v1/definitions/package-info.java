/** Serves the active addresses of a window by the definitions of several services. */
package network.rei.dau.http.v1.definitions;
