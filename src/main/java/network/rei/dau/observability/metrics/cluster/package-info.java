/** Exports the cluster as this node sees it: members, messages and certificates. */
package network.rei.dau.observability.metrics.cluster;
