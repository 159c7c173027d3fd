package network.rei.dau.bench.cluster;

/** What can fail in a cluster, in the words of the printed table. */
enum FaultKind {
  KILL_LEADER("kill -9 of the leader of the ingest", Area.NODE),
  KILL_FIRST_SEED("kill -9 of the first seed node", Area.NODE),
  KILL_OTHER("kill -9 of another node", Area.NODE),
  KILL_ALL("kill -9 of all nodes", Area.NODE),
  TERMINATE("SIGTERM and start of a node", Area.NODE),
  ROLLING_RESTART("restart node by node", Area.NODE),
  SHORT_PAUSE("pause of a node for less than its removal", Area.NODE),
  LONG_PAUSE("pause of a node until it is removed", Area.NODE),
  ISOLATE("partition: one node and the two others", Area.NETWORK),
  CUT_LINK("partition: two nodes that both reach the third", Area.NETWORK),
  ONE_WAY("partition: one node is not heard", Area.NETWORK),
  STORE_RESTART("restart of PostgreSQL", Area.STORE),
  STORE_AWAY("PostgreSQL is stopped", Area.STORE),
  STORE_CUT("PostgreSQL ends all connections", Area.STORE),
  STORE_FULL("PostgreSQL has no connections left", Area.STORE),
  STORE_LOCKED("a table of PostgreSQL is locked", Area.STORE),
  STORE_AWAY_FROM_LEADER("PostgreSQL refuses the leader only", Area.STORE),
  STORE_SILENT_TO_NODE("PostgreSQL is silent to one node", Area.STORE),
  ENDPOINT_AWAY("the endpoint answers 503", Area.ENDPOINT),
  ENDPOINT_SILENT("the endpoint hangs", Area.ENDPOINT),
  ENDPOINT_AWAY_FROM_NODE("the endpoint refuses one node only", Area.ENDPOINT),
  ENDPOINT_FLAWED("the endpoint has random faults", Area.ENDPOINT),
  REORG("reorganisation of up to 8 blocks", Area.CHAIN);

  /** What a fault concerns; two faults of different areas can coincide. */
  enum Area {
    NODE,
    NETWORK,
    STORE,
    ENDPOINT,
    CHAIN
  }

  private final String text;
  private final Area area;

  FaultKind(String text, Area area) {
    this.text = text;
    this.area = area;
  }

  Area area() {
    return area;
  }

  /**
   * Returns whether starts of nodes can fail while the fault lasts, since a start needs the store.
   */
  boolean preventsStarts() {
    return area == Area.STORE;
  }

  @Override
  public String toString() {
    return text;
  }
}
