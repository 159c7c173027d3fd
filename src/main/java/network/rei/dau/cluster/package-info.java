/** Forms and joins a cluster of nodes, and describes its members. */
package network.rei.dau.cluster;
