package network.rei.dau.simulator.node;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.simulator.chain.ChainView;
import network.rei.dau.simulator.fault.BlockCounters;

/** What a node has been asked and has sent. Thread-safe; {@link #reset} starts anew. */
public final class NodeCounters {

  private final LongAdder requests = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private final LongAdder calls = new LongAdder();
  private final LongAdder bytesSent = new LongAdder();
  private final LongAdder connections = new LongAdder();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger maxInFlight = new AtomicInteger();
  private final AtomicInteger largestBatch = new AtomicInteger();
  private final BlockCounters asked = new BlockCounters();
  private final BlockCounters served = new BlockCounters();

  NodeCounters() {}

  /** HTTP requests with a whole body, however they were answered. */
  public long requests() {
    return requests.sum();
  }

  /** Requests that were a JSON array. */
  public long batches() {
    return batches.sum();
  }

  /** JSON-RPC calls, those of batches one by one. */
  public long calls() {
    return calls.sum();
  }

  /** Calls in the largest batch. */
  public int largestBatch() {
    return largestBatch.get();
  }

  /** Bytes of answers, headers included, before encryption or loss on the way. */
  public long bytesSent() {
    return bytesSent.sum();
  }

  /** TCP connections accepted. */
  public long connections() {
    return connections.sum();
  }

  /** Requests that are being answered now, those that hang among them. */
  public int inFlight() {
    return inFlight.get();
  }

  /** The most requests that were ever being answered at once. */
  public int maxInFlight() {
    return maxInFlight.get();
  }

  /** How often the block was asked for with its transactions in full. */
  public int timesAsked(long number) {
    return asked.of(number);
  }

  /** How often the block was sent sound, in full, under the right id, in a whole answer. */
  public int timesServed(long number) {
    return served.of(number);
  }

  /** Each block that was asked for in full, and how often. */
  public Map<Long, Integer> asked() {
    return asked.all();
  }

  /** Each block that was sent sound, and how often. */
  public Map<Long, Integer> served() {
    return served.all();
  }

  /** All zero again; what is in flight stays so. */
  public void reset() {
    requests.reset();
    batches.reset();
    calls.reset();
    bytesSent.reset();
    connections.reset();
    maxInFlight.set(inFlight.get());
    largestBatch.set(0);
    asked.clear();
    served.clear();
  }

  void connected() {
    connections.increment();
  }

  void begin() {
    requests.increment();
    maxInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
  }

  void end() {
    inFlight.decrementAndGet();
  }

  void sent(long bytes) {
    bytesSent.add(bytes);
  }

  void asked(RpcRequest request, ChainView chain) {
    calls.add(request.calls().size());
    if (request.batch()) {
      batches.increment();
      largestBatch.accumulateAndGet(request.calls().size(), Math::max);
    }
    for (RpcCall call : request.calls()) {
      long number = call.blockNumber(chain);
      if (number >= 0 && call.full()) {
        asked.increment(number);
      }
    }
  }

  void served(Iterable<RpcItem> items) {
    for (RpcItem item : items) {
      if (item.soundBlock() >= 0) {
        served.increment(item.soundBlock());
      }
    }
  }
}
