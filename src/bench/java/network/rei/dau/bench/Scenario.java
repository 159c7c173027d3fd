package network.rei.dau.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The scenarios, in the order in which they are measured. */
enum Scenario {
  /** A day of blocks from a node that answers immediately. */
  DAY_0MS(Scenario.DAY, 0, "", true),
  /** A day of blocks, each request taking 100 ms. */
  DAY_100MS(Scenario.DAY, 100, "", true),
  /** The same with the default limit of 20 requests a second. */
  DAY_100MS_POLITE(Scenario.DAY, 100, "", false),
  /** One request in ten is answered 502. */
  DAY_HTTP_502(Scenario.DAY, 0, "http-502=0.1", false),
  /** One block in a hundred is answered null. */
  DAY_BLOCK_NULL(Scenario.DAY, 0, "block-null=0.01", false),
  /** Seven days of blocks in a heap of 192 MB. */
  WEEK_0MS(Scenario.WEEK, 0, "", false),
  /** A day of blocks repeatedly in one JVM. */
  WARM(Scenario.DAY, 0, "", false);

  private static final int DAY = 28_801;
  private static final int WEEK = 201_601;

  private final int blocks;
  private final int latencyMillis;
  private final String fault;
  private final boolean besideDownload;

  Scenario(int blocks, int latencyMillis, String fault, boolean besideDownload) {
    this.blocks = blocks;
    this.latencyMillis = latencyMillis;
    this.fault = fault;
    this.besideDownload = besideDownload;
  }

  /** Returns the name on the command line and in the table. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the number of blocks of the chain, block 0 included. */
  int blocks() {
    return blocks;
  }

  int latencyMillis() {
    return latencyMillis;
  }

  /** Returns the options of the simulator that inject the faults. */
  List<String> faults() {
    return fault.isEmpty() ? List.of() : List.of("--fault", fault);
  }

  /** Returns environment variables of the measured process, which override the common ones. */
  Map<String, String> environment() {
    return switch (this) {
      case DAY_100MS_POLITE -> Map.of("REI_DAU_RPC_MAX_REQUESTS_PER_SECOND", "20");
      case WEEK_0MS -> Map.of("REI_DAU_INGEST_RETENTION", "7d", "JAVA_OPTS", "-Xmx192m");
      default -> Map.of();
    };
  }

  /** Returns whether {@link DownloadOnlyClient} is measured in turns with the scenario. */
  boolean besideDownload() {
    return besideDownload;
  }
}
