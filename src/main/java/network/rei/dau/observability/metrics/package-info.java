/** Exports the metrics of a node for Prometheus. */
package network.rei.dau.observability.metrics;
