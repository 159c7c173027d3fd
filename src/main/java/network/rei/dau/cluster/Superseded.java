package network.rei.dau.cluster;

import akka.actor.CoordinatedShutdown;

/** The node stops because another cluster was formed while it did not reach the store. */
public enum Superseded implements CoordinatedShutdown.Reason {
  BY_ANOTHER_CLUSTER
}
