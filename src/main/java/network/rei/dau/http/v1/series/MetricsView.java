package network.rei.dau.http.v1.series;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.rei.dau.activity.contract.ContractSeries;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.http.v1.view.AsOfView;

/**
 * {@code GET /api/v1/metrics}: the metrics that have a series, with their definitions.
 *
 * @param metrics of all transactions
 * @param contractMetrics of a contract or a group
 */
record MetricsView(@JsonUnwrapped AsOfView asOf, List<Entry> metrics, List<Entry> contractMetrics) {

  /**
   * A metric.
   *
   * @param metric its key in {@code /api/v1/series/{metric}} and in other responses
   * @param unit of its values
   * @param definition what the metric counts, in sentences
   * @param source the publisher of the definition
   * @param resolutions of its series; in CSV, separated by spaces
   * @param series the relative URL of its series; of a contract, with {@code {address}} for it
   */
  record Entry(
      String metric,
      String unit,
      String definition,
      String source,
      List<String> resolutions,
      String series) {}

  /** Returns all metrics. */
  static MetricsView of(Ledger ledger) {
    return new MetricsView(
        AsOfView.of(ledger),
        Arrays.stream(Metric.values()).map(MetricsView::entry).toList(),
        Arrays.stream(ContractSeries.Metric.values()).map(MetricsView::entry).toList());
  }

  /** Returns all metrics in one list. */
  List<Entry> all() {
    List<Entry> all = new ArrayList<>(metrics);
    all.addAll(contractMetrics);
    return all;
  }

  private static Entry entry(Metric metric) {
    return new Entry(
        metric.key(),
        metric.unit(),
        metric.definition(),
        metric.source(),
        metric.resolutions().stream().map(Resolution::key).toList(),
        "series/" + metric.key());
  }

  private static Entry entry(ContractSeries.Metric metric) {
    return new Entry(
        metric.key(),
        metric.unit(),
        metric.definition(),
        "This service.",
        Resolution.keys(),
        "contracts/{address}/series/" + metric.key());
  }
}
