/** Holds the settings of a cluster of nodes and describes its members. */
package network.rei.dau.cluster;
