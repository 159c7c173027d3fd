/** Exports what was fetched from the chain and stored, and how complete it is. */
package network.rei.dau.observability.metrics.data;
