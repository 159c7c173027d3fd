package network.rei.dau.observability.metrics;

import network.rei.dau.label.LabelFile;

/** The labels of addresses. */
record LabelMetricGroup(LabelFile labels) implements MetricGroup {

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
