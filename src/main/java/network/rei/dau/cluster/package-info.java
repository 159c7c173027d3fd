/**
 * Being one of several nodes: the settings that make this process a member of a cluster, the marker
 * of what goes over the wire, and what is told of the other members. Knows nothing of chains or
 * records.
 */
package network.rei.dau.cluster;
