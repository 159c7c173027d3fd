package network.rei.dau.observability.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.observability.instrument.CounterMap;
import network.rei.dau.observability.instrument.Histogram;

/**
 * Micrometer's registry as the sections use it: names are those that Prometheus sees, and whatever
 * is told again is the same meter. For one thread.
 */
final class Meters {

  private final PrometheusMeterRegistry registry;
  private final Map<String, MultiGauge> gauges = new HashMap<>();
  private final Map<String, HistogramFamily> histograms = new HashMap<>();
  private final Set<List<Object>> counters = new HashSet<>();

  Meters(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  /** The values of a gauge, one for each set of labels; what is not told now is not shown. */
  Gauges gauges(String name, String help) {
    return new Gauges(
        gauges.computeIfAbsent(
            name, added -> MultiGauge.builder(name).description(help).register(registry)));
  }

  /** A gauge without labels; not shown where its value is not known. */
  void gauge(String name, String help, Optional<? extends Number> value) {
    Gauges gauge = gauges(name, help);
    value.ifPresent(known -> gauge.is(known));
    gauge.told();
  }

  /** A gauge without labels. */
  void gauge(String name, String help, Number value) {
    gauge(name, help, Optional.of(value));
  }

  /** A gauge that is 1 where something is so, and 0 where not. */
  void gauge(String name, String help, boolean value) {
    gauge(name, help, value ? 1 : 0);
  }

  /** A counter. */
  void counter(String name, String help, LongAdder count, String... labels) {
    counter(FunctionCounter.builder(name, count, LongAdder::sum), name, help, Tags.of(labels));
  }

  /** A counter for each thing of a tally. */
  void counters(String name, String help, CounterMap<?> tally, String label, String... labels) {
    tally
        .counts()
        .keySet()
        .forEach(
            thing ->
                counter(
                    FunctionCounter.builder(name, tally, counted -> count(counted, thing)),
                    name,
                    help,
                    Tags.of(labels).and(label, thing)));
  }

  /** Micrometer would warn in the log of one that is registered again. */
  private void counter(FunctionCounter.Builder<?> counter, String name, String help, Tags labels) {
    if (counters.add(List.of(name, labels))) {
      counter.description(help).tags(labels).register(registry);
    }
  }

  private static double count(CounterMap<?> tally, String thing) {
    return tally.counts().getOrDefault(thing, 0L);
  }

  /** A histogram. */
  void histogram(String name, String help, Histogram histogram, String... labels) {
    histograms
        .computeIfAbsent(
            name,
            added -> {
              HistogramFamily family = new HistogramFamily(name, help);
              registry.getPrometheusRegistry().register(family);
              return family;
            })
        .has(histogram, labels);
  }

  /** The values of a gauge. */
  static final class Gauges {

    private final MultiGauge gauge;
    private final List<MultiGauge.Row<?>> rows = new ArrayList<>();

    private Gauges(MultiGauge gauge) {
      this.gauge = gauge;
    }

    /** Is this with these labels: names and values in turn. */
    void is(Number value, String... labels) {
      rows.add(MultiGauge.Row.of(Tags.of(labels), value));
    }

    /** These are all. */
    void told() {
      gauge.register(rows, true);
    }
  }
}
