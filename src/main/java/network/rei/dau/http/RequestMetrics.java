package network.rei.dau.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.observability.instrument.Histogram;

/**
 * What was counted of requests since the start, by the routes that they asked for; read by any
 * thread. A route has its counters from its first request on, so counting one makes nothing.
 */
public final class RequestMetrics {

  private static final int LOWEST_STATUS = 100;
  private static final int STATUSES = 500;

  /** What was counted of one route. */
  public static final class OfRoute {

    private final Histogram times = Histogram.ofRequestTimes();
    private final AtomicReferenceArray<LongAdder> answers = new AtomicReferenceArray<>(STATUSES);

    private OfRoute() {}

    void answered(int status, long nanos) {
      times.record(nanos);
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
     * From a request's coming until its answer could be sent, bodies that are streamed excluded.
     */
    public Histogram times() {
      return times;
    }

    /** How many requests were answered with each status. */
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

  /** By route, as the API's description writes it. */
  public Map<String, OfRoute> routes() {
    return Map.copyOf(routes);
  }
}
