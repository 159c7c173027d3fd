package network.rei.dau.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is measured, in this order. */
enum Scenario {
  /** A day of blocks from a node that answers at once. */
  DAY_0MS(Scenario.DAY, 0, "", true),
  /** A day of blocks, each request taking 100 ms. */
  DAY_100MS(Scenario.DAY, 100, "", true),
  /** As the settings are by default: 20 requests a second at most. */
  DAY_100MS_POLITE(Scenario.DAY, 100, "", false),
  /** One request in ten is answered 502. */
  DAY_HTTP_502(Scenario.DAY, 0, "http-502=0.1", false),
  /** One block in a hundred is answered null. */
  DAY_BLOCK_NULL(Scenario.DAY, 0, "block-null=0.01", false),
  /** Seven days of blocks in a heap of 192 MB. */
  WEEK_0MS(Scenario.WEEK, 0, "", false),
  /** A day of blocks again and again in one JVM. */
  WARM(Scenario.DAY, 0, "", false);

  private static final int DAY = 28_801;
  private static final int WEEK = 201_601;

  private final int blocks;
  private final int latencyMillis;
  private final String fault;
  private final boolean besideFloor;

  Scenario(int blocks, int latencyMillis, String fault, boolean besideFloor) {
    this.blocks = blocks;
    this.latencyMillis = latencyMillis;
    this.fault = fault;
    this.besideFloor = besideFloor;
  }

  /** Its name on the command line and in the table. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Blocks of the chain, block 0 included. */
  int blocks() {
    return blocks;
  }

  int latencyMillis() {
    return latencyMillis;
  }

  /** Options of the simulator. */
  List<String> faults() {
    return fault.isEmpty() ? List.of() : List.of("--fault", fault);
  }

  /** Of the measured process, over the usual one. */
  Map<String, String> environment() {
    return switch (this) {
      case DAY_100MS_POLITE -> Map.of("REI_DAU_RPC_MAX_REQUESTS_PER_SECOND", "20");
      case WEEK_0MS -> Map.of("REI_DAU_INGEST_RETENTION", "7d", "JAVA_OPTS", "-Xmx192m");
      default -> Map.of();
    };
  }

  /** Whether the floor is measured in turns with it. */
  boolean besideFloor() {
    return besideFloor;
  }
}
