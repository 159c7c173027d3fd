package network.rei.dau.http.metrics;

import io.opentelemetry.api.trace.Span;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.observability.instrument.Histogram;
import network.rei.dau.observability.trace.TraceContext;

/**
 * Counts the requests since the start by route. Any thread may update and read the counters, and an
 * update allocates nothing once the route has been requested, unless its span is recorded.
 */
public final class RequestMetrics {

  private static final int LOWEST_STATUS = 100;
  private static final int STATUSES = 500;

  /** The counters of one route. */
  public static final class OfRoute {

    private final Histogram times = Histogram.ofRequestTimes();
    private final AtomicReferenceArray<LongAdder> answers = new AtomicReferenceArray<>(STATUSES);

    private OfRoute() {}

    void answered(int status, long nanos, Span span) {
      TraceContext.record(times, nanos, span);
      answers(Math.floorMod(status - LOWEST_STATUS, STATUSES)).increment();
    }

    private LongAdder answers(int index) {
      LongAdder known = answers.get(index);
      if (known != null) {
        return known;
      }
      answers.compareAndSet(index, null, new LongAdder());
      return answers.get(index);
    }

    /**
     * Returns the times from the receipt of a request until its response could be sent, without the
     * time to send a streamed body.
     */
    public Histogram times() {
      return times;
    }

    /** Returns the number of responses by status. */
    public Map<Integer, LongAdder> answers() {
      Map<Integer, LongAdder> counts = new TreeMap<>();
      for (int i = 0; i < STATUSES; i++) {
        LongAdder count = answers.get(i);
        if (count != null) {
          counts.put(i + LOWEST_STATUS, count);
        }
      }
      return counts;
    }
  }

  private final Map<String, OfRoute> routes = new ConcurrentHashMap<>();

  OfRoute of(String route) {
    OfRoute known = routes.get(route);
    return known != null ? known : routes.computeIfAbsent(route, added -> new OfRoute());
  }

  /** Returns the counters by route, which is the path as the OpenAPI description writes it. */
  public Map<String, OfRoute> routes() {
    return Map.copyOf(routes);
  }
}
