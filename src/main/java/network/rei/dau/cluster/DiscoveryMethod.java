package network.rei.dau.cluster;

import java.util.Locale;

/** How a node finds the other nodes of its cluster ({@code rei-dau.cluster.discovery}). */
public enum DiscoveryMethod {
  /** Some of them are listed. */
  SEED_NODES("", false),
  /** All of them are listed. */
  CONFIG("config", false),
  /** The name of a service has the addresses of all of them. */
  DNS("akka-dns", true),
  /** The API server of Kubernetes lists their pods. */
  KUBERNETES("kubernetes-api", true);

  private final String akkaName;
  private final boolean findsAddresses;

  DiscoveryMethod(String akkaName, boolean findsAddresses) {
    this.akkaName = akkaName;
    this.findsAddresses = findsAddresses;
  }

  /** Returns the name of the method in settings. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the name of the method in Akka Discovery; empty for seed nodes, which need none. */
  String akkaName() {
    return akkaName;
  }

  /** Returns whether the nodes are found by their IP addresses, and not by names. */
  boolean findsAddresses() {
    return findsAddresses;
  }
}
