/** Serves the members of the cluster, as Akka Management does. */
package network.rei.dau.http.cluster;
