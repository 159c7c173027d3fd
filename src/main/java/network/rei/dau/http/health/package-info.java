/** Serves {@code /health}, {@code /metrics} and the probes. */
package network.rei.dau.http.health;
