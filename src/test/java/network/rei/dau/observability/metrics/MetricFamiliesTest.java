package network.rei.dau.observability.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.observability.instrument.CounterMap;
import network.rei.dau.observability.instrument.Histogram;
import org.junit.jupiter.api.Test;

class MetricFamiliesTest {

  private final MetricFamilies metrics = new MetricFamilies();

  @Test
  void shouldExportEveryTypeOfMetric() {
    LongAdder count = new LongAdder();
    count.add(3);
    CounterMap<String> results = CounterMap.ofTexts("good", "bad");
    results.increment("bad");
    Histogram sizes = Histogram.ofNumbers(1, 10);
    sizes.record(7);

    metrics.gauge("depth", "Depth.", 1.5, "pool", "a");
    metrics.gauge("up", "Up.", true);
    metrics.counter("requests_total", "Requests.", count, "kind", "one");
    metrics.counters("ends_total", "Ends.", results, "result", "kind", "two");
    metrics.histogram("size", "Size.", sizes);
    metrics.summary("pause_seconds", "Pauses.", 2, 0.5, "gc", "Copy");

    assertThat(MetricsText.of(metrics).lines())
        .contains(
            "# HELP depth Depth.",
            "# TYPE depth gauge",
            "depth{pool=\"a\"} 1.5",
            "up 1.0",
            "# TYPE requests_total counter",
            "requests_total{kind=\"one\"} 3.0",
            "ends_total{kind=\"two\",result=\"bad\"} 1.0",
            "ends_total{kind=\"two\",result=\"good\"} 0.0",
            "# TYPE size histogram",
            "size_bucket{le=\"1.0\"} 0",
            "size_bucket{le=\"10.0\"} 1",
            "size_bucket{le=\"+Inf\"} 1",
            "size_count 1",
            "size_sum 7.0",
            "# TYPE pause_seconds summary",
            "pause_seconds_count{gc=\"Copy\"} 2",
            "pause_seconds_sum{gc=\"Copy\"} 0.5");
  }

  @Test
  void shouldExportTheFirstOfTwoValuesWithTheSameLabels() {
    metrics.gauge("up", "Up.", 1, "endpoint", "a");
    metrics.gauge("up", "Up.", 0, "endpoint", "a");

    assertThat(MetricsText.of(metrics).value("up")).isEqualTo(1);
  }

  @Test
  void shouldLeaveOutAGaugeWithoutAValue() {
    metrics.gauge("lag", "Lag.", Optional.empty());

    assertThat(MetricsText.of(metrics).text()).isEmpty();
  }
}
