/** Exports the metrics of a node in the formats of Prometheus. */
package network.rei.dau.observability.metrics;
