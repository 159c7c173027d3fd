/** Starts spans, and passes their contexts on to other actors, nodes and log lines. */
package network.rei.dau.observability.trace;
