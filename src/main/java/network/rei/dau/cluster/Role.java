package network.rei.dau.cluster;

import java.util.Locale;

/** What a node does in a cluster. */
public enum Role {
  /** Answers over HTTP. */
  API,
  /** Fetches blocks. */
  INGEST;

  /** As it stands in settings, and as members tell each other. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
