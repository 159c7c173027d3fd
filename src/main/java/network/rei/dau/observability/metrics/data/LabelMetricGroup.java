package network.rei.dau.observability.metrics.data;

import network.rei.dau.label.LabelFile;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;

/** The labels of addresses. */
public record LabelMetricGroup(LabelFile labels) implements MetricGroup {

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    metrics.gauge(
        "rei_dau_labels", "Addresses that have a name in the file of labels.", labels.get().size());
    metrics.counter(
        "rei_dau_label_read_failures_total",
        "Times that the file of labels had changed and could not be used.",
        labels.failures());
  }
}
