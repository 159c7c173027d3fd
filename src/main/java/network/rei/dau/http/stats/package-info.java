/** Serves {@code /api/stats}, in the shapes of the Node.js version. */
package network.rei.dau.http.stats;
