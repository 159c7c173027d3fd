package network.rei.dau.cluster;

import java.util.Locale;

/** A role of a node in a cluster. */
public enum Role {
  /** Serves HTTP requests. */
  API,
  /** Fetches blocks. */
  INGEST;

  /** Returns the name of the role in settings and in Akka's cluster. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
