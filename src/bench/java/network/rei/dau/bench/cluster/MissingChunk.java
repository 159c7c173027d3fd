package network.rei.dau.bench.cluster;

import network.rei.dau.simulator.fault.ActiveFault;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultTrigger;
import network.rei.dau.simulator.node.SimulatedNode;

/** A chunk whose blocks no endpoint has, until the webhooks have reported it. */
final class MissingChunk {

  /** A run every five minutes reports its failure, and events that were refused are sent again. */
  private static final long TO_REPORT_MILLIS = 480_000;

  private final SimulatedNode endpoint;
  private final CountedChain chain;
  private final Growth growth;
  private final WebhookReceiver webhook;
  private final int chunk;
  private ActiveFault active;

  /**
   * @param chunk the number of blocks of a chunk
   */
  MissingChunk(
      SimulatedNode endpoint,
      CountedChain chain,
      Growth growth,
      WebhookReceiver webhook,
      int chunk) {
    this.endpoint = endpoint;
    this.chain = chain;
    this.growth = growth;
    this.webhook = webhook;
    this.chunk = chunk;
  }

  /** Lets the chain grow by a chunk that is missing, and by another one. */
  void begin() {
    long first = (chain.head() / chunk + 2) * chunk;
    active =
        endpoint
            .faults()
            .add(
                new Fault.DefectiveBlock(Fault.BlockDefect.NULL),
                FaultTrigger.onBlocks(number -> number >= first && number < first + chunk));
    growth.useReserve();
    growth.atOnce((int) (first + 2L * chunk - chain.head()));
  }

  /** Waits for the events of the gap and of the failed run, and serves the blocks again. */
  void end() throws InterruptedException {
    long begin = System.nanoTime();
    for (String type : new String[] {"gap", "run_failed"}) {
      boolean received = webhook.await(type, TO_REPORT_MILLIS);
      System.out.printf(
          "the event %s of a missing chunk was %s %.0f s%n",
          type,
          received ? "received after" : "NOT received within",
          (System.nanoTime() - begin) / 1e9);
    }
    endpoint.faults().remove(active);
  }
}
