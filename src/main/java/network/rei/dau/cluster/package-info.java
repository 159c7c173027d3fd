/** Holds the settings of a cluster of nodes and what a node knows of the other members. */
package network.rei.dau.cluster;
