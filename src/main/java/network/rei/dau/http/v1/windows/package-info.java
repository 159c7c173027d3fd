/** Serves the activity of any window. */
package network.rei.dau.http.v1.windows;
