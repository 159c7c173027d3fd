package network.rei.dau.bench;

import static network.rei.dau.simulator.fault.FaultNames.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import network.rei.dau.bench.SoakAlerts.Step;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultTrigger;
import network.rei.dau.simulator.node.SimulatedNode;

/**
 * The phase before the long one, with the chain in real time: a first fill from a slow endpoint
 * during which no alert may fire, then one fault after the other, and a restart.
 */
final class SoakAlertPhase {

  /** Settings with which three days take longer than the longest alert, 70 minutes, scaled. */
  static final Map<String, String> SLOWLY = Map.of("REI_DAU_RPC_MAX_REQUESTS_PER_SECOND", "4");

  /** The settings of the phase, at whose end the chain grows hours ahead of the clock. */
  static final Map<String, String> AHEAD = Map.of("REI_DAU_RPC_MAX_CLOCK_SKEW", "24 hours");

  private static final Duration WATCHED_AFTER_RESTART = Duration.ofSeconds(60);
  private static final int CHUNK = 1200;
  private static final int LITTLE_SPACE = 400_000_000;
  private static final int GROWTH_A_SECOND = 20;

  /** Half of the growth, for the headers that following reads as well. */
  private static final int CALLS_A_SECOND = 10;

  private static final Step NOTHING = () -> {};

  /** Alerts that fire if no blocks are stored for long, whatever the reason. */
  private static final Set<String> BEHIND =
      Set.of("ReiDauLag", "ReiDauFallingBehind", "ReiDauRunsFail", "ReiDauChunksGivenUp");

  private final SimulatedNode node;
  private final SoakService service;
  private final SoakDisk disk;
  private final SoakAlerts alerts;
  private long rounds;

  SoakAlertPhase(SimulatedNode node, SoakService service, SoakDisk disk, SoakAlerts alerts) {
    this.node = node;
    this.service = service;
    this.disk = disk;
    this.alerts = alerts;
  }

  /**
   * Runs the phase with a service that has just been started with {@link #SLOWLY}. Afterwards the
   * service is filled and no fault is active.
   */
  void run() throws IOException, InterruptedException {
    fill();
    try (SoakTraffic traffic = new SoakTraffic(service)) {
      inRealTime(traffic);
      restart();
      growing();
    }
  }

  private void fill() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long head = node.chain().head();
    service.awaitFill(head);
    alerts.wasSilent("first fill of " + (head + 1) + " blocks", begin, Set.of());
  }

  private void inRealTime(SoakTraffic traffic) throws IOException, InterruptedException {
    provoke("the process is suspended", service::pause, NOTHING, service::resume, "ReiDauDown");
    alerts.provoke(
        new SoakAlerts.Fault(
            "the endpoint answers 503",
            () -> node.faults().add(fault("http-503")),
            NOTHING,
            node.faults()::clear,
            Set.of("ReiDauEndpointDown", "ReiDauNoEndpoint", "ReiDauRunsFail", "ReiDauLag"),
            with(BEHIND, "ReiDauEndpointErrors")));
    alerts.provoke(
        new SoakAlerts.Fault(
            "half of the requests fail",
            () -> node.faults().add(fault("http-502"), FaultTrigger.withProbability(0.5)),
            NOTHING,
            node.faults()::clear,
            Set.of("ReiDauEndpointErrors"),
            Set.of("ReiDauRunsFail", "ReiDauEndpointDown", "ReiDauNoEndpoint")));
    if (disk.canBeFilled()) {
      provoke(
          "400 MB are left on the disk",
          () -> disk.fillTo(LITTLE_SPACE),
          NOTHING,
          disk::empty,
          "ReiDauDiskFull");
      alerts.provoke(
          new SoakAlerts.Fault(
              "the disk is full, and space that failures free can be used",
              () -> {
                service.emptyLog();
                disk.fillTo(0);
              },
              NOTHING,
              disk::empty,
              Set.of("ReiDauCommitsFail"),
              with(BEHIND, "ReiDauDiskFull", "ReiDauStoreDown")));
      alerts.provoke(
          new SoakAlerts.Fault(
              "the disk is full, and space that failures free is filled",
              service::emptyLog,
              () -> disk.fillTo(0),
              disk::empty,
              Set.of("ReiDauStoreDown"),
              with(BEHIND, "ReiDauDiskFull", "ReiDauCommitsFail")));
    } else {
      System.out.println(
          "alerts: NOT provoked, since no small disk can be mounted here (it takes root):"
              + " ReiDauDiskFull, ReiDauStoreDown, ReiDauCommitsFail");
    }
    provoke(
        "more requests arrive than can be computed",
        NOTHING,
        () -> traffic.burst(node.chain().head(), rounds++),
        NOTHING,
        "ReiDauHttpErrors");
  }

  /**
   * Restarts the service; scaled, its absence counts as minutes, so {@code ReiDauDown} may fire.
   */
  private void restart() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    service.restart();
    Thread.sleep(WATCHED_AFTER_RESTART.toMillis());
    alerts.wasSilent("a restart and the minute after it", begin, Set.of("ReiDauDown"));
  }

  /** Lets the chain grow faster than real time. */
  private void growing() throws IOException, InterruptedException {
    alerts.provoke(
        new SoakAlerts.Fault(
            "the head grows faster than the endpoint allows blocks to be fetched",
            () -> node.faults().add(new Fault.CallRate(CALLS_A_SECOND)),
            () -> node.chain().advance(GROWTH_A_SECOND),
            node.faults()::clear,
            Set.of("ReiDauFallingBehind"),
            Set.of("ReiDauEndpointErrors", "ReiDauChunksGivenUp", "ReiDauRunsFail")));
    long chunk = (node.chain().head() / CHUNK + 2) * CHUNK;
    alerts.provoke(
        new SoakAlerts.Fault(
            "the blocks of one hour are not served",
            () -> {
              lacking(chunk, chunk + CHUNK);
              node.chain().advance((int) (chunk + 3 * CHUNK - node.chain().head()));
            },
            NOTHING,
            node.faults()::clear,
            Set.of("ReiDauGaps", "ReiDauChunksGivenUp"),
            Set.of("ReiDauEndpointErrors", "ReiDauRunsFail")));
  }

  private void lacking(long first, long end) {
    node.faults()
        .add(
            new Fault.DefectiveBlock(Fault.BlockDefect.NULL),
            FaultTrigger.onBlocks(number -> number >= first && number < end));
  }

  private void provoke(String what, Step begin, Step meanwhile, Step end, String expected)
      throws IOException, InterruptedException {
    alerts.provoke(new SoakAlerts.Fault(what, begin, meanwhile, end, Set.of(expected), Set.of()));
  }

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(List.of(more));
    return all;
  }
}
