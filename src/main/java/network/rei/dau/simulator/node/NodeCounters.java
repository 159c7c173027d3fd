package network.rei.dau.simulator.node;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.simulator.chain.ChainView;
import network.rei.dau.simulator.fault.BlockCounters;

/** Counts the requests to a node and its responses. Thread-safe. */
public final class NodeCounters {

  private final LongAdder requests = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private final LongAdder calls = new LongAdder();
  private final LongAdder bytesSent = new LongAdder();
  private final LongAdder connections = new LongAdder();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger maxInFlight = new AtomicInteger();
  private final AtomicInteger largestBatch = new AtomicInteger();
  private final BlockCounters requested = new BlockCounters();
  private final BlockCounters served = new BlockCounters();

  NodeCounters() {}

  /** Returns the number of HTTP requests with a complete body, whatever their response was. */
  public long requests() {
    return requests.sum();
  }

  /** Returns the number of requests that were a JSON array. */
  public long batches() {
    return batches.sum();
  }

  /** Returns the number of JSON-RPC calls, including each call of a batch. */
  public long calls() {
    return calls.sum();
  }

  /** Returns the number of calls in the largest batch. */
  public int largestBatch() {
    return largestBatch.get();
  }

  /** Returns the number of bytes sent, headers included. */
  public long bytesSent() {
    return bytesSent.sum();
  }

  /** Returns the number of accepted TCP connections. */
  public long connections() {
    return connections.sum();
  }

  /** Returns the number of requests in progress, including those that hang. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Returns the maximum of {@link #inFlight} until now. */
  public int maxInFlight() {
    return maxInFlight.get();
  }

  /** Returns how many times a block was requested with full transactions. */
  public int timesRequested(long number) {
    return requested.count(number);
  }

  /**
   * Returns how many times a block was sent in full, without a defect, with the right id and in a
   * complete response.
   */
  public int timesServed(long number) {
    return served.count(number);
  }

  /** Returns how many times each block was requested with full transactions. */
  public Map<Long, Integer> requested() {
    return requested.all();
  }

  /** Returns how many times each block was sent in full and without a defect. */
  public Map<Long, Integer> served() {
    return served.all();
  }

  /** Resets all counters to 0, except {@link #inFlight}. */
  public void reset() {
    requests.reset();
    batches.reset();
    calls.reset();
    bytesSent.reset();
    connections.reset();
    maxInFlight.set(inFlight.get());
    largestBatch.set(0);
    requested.clear();
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

  void requested(RpcRequest request, ChainView chain) {
    calls.add(request.calls().size());
    if (request.batch()) {
      batches.increment();
      largestBatch.accumulateAndGet(request.calls().size(), Math::max);
    }
    for (RpcCall call : request.calls()) {
      long number = call.blockNumber(chain);
      if (number >= 0 && call.full()) {
        requested.increment(number);
      }
    }
  }

  void served(Iterable<RpcReply> replies) {
    for (RpcReply reply : replies) {
      if (reply.validBlock() >= 0) {
        served.increment(reply.validBlock());
      }
    }
  }
}
