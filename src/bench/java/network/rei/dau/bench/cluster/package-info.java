/** Runs a cluster of the packaged service with random faults, and checks every answer. */
package network.rei.dau.bench.cluster;
