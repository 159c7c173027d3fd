package network.rei.dau.http.v1.series;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.http.v1.AsOfView;
import network.rei.dau.http.v1.TableView;

/** {@code GET /api/v1/metrics}: what there is a series of, and how it is defined. */
public record MetricsView(@JsonUnwrapped AsOfView asOf, List<Entry> metrics)
    implements TableView<MetricsView.Entry> {

  /**
   * A metric.
   *
   * @param metric its name in {@code /api/v1/series/{metric}}, and in other answers
   * @param unit of its values
   * @param definition what is counted, in sentences
   * @param source whose definition it is
   * @param resolutions of its series, with spaces between
   * @param series relative link
   */
  public record Entry(
      String metric,
      String unit,
      String definition,
      String source,
      String resolutions,
      String series) {}

  public static MetricsView of(Ledger ledger) {
    return new MetricsView(
        AsOfView.of(ledger), Arrays.stream(Metric.values()).map(MetricsView::entry).toList());
  }

  @Override
  public Class<Entry> rowType() {
    return Entry.class;
  }

  @Override
  public List<Entry> rows() {
    return metrics;
  }

  private static Entry entry(Metric metric) {
    return new Entry(
        metric.key(),
        metric.unit(),
        metric.definition(),
        metric.source(),
        metric.resolutions().stream().map(Resolution::key).collect(Collectors.joining(" ")),
        "series/" + metric.key());
  }
}
