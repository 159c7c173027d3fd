package network.rei.dau.http.v1.series;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.period.Timeline;
import network.rei.dau.http.InvalidParameterException;
import network.rei.dau.http.Parameters;
import network.rei.dau.http.v1.DataResource;
import network.rei.dau.http.v1.Paging;
import network.rei.dau.http.v1.Resource;

/** {@code /metrics}, {@code /series}, {@code /days}, {@code /retention}: activity over time. */
public final class SeriesResources {

  private static final int MOST_DAYS = 1000;

  /** Of a series; of a longer one the newest are told. */
  private static final int MOST_POINTS = 10_000;

  private SeriesResources() {}

  public static Map<String, Resource> all(DataResource.Tools tools) {
    return Map.of(
        "/metrics", DataResource.table(tools, SeriesResources::metrics),
        "/series/{metric}", DataResource.table(tools, SeriesResources::series),
        "/days", DataResource.table(tools, SeriesResources::days),
        "/retention", DataResource.table(tools, SeriesResources::retention));
  }

  private static DataResource.Query metrics(Parameters parameters) {
    return ledger -> DataResource.Result.of(MetricsView.of(ledger));
  }

  private static DataResource.Query series(Parameters parameters) {
    Metric metric = metric(parameters.text("metric").orElseThrow());
    Resolution resolution = resolution(parameters, metric);
    OptionalLong from = second(parameters, "from");
    OptionalLong to = second(parameters, "to");
    if (from.isPresent() && to.isPresent() && to.getAsLong() <= from.getAsLong()) {
      throw new InvalidParameterException("to", parameters.text("to").orElse(""), "after from");
    }
    return ledger -> {
      Timeline timeline = new Timeline(ledger);
      return DataResource.Result.of(
          SeriesView.of(
              ledger,
              metric,
              resolution,
              timeline.availableFrom(metric),
              timeline.series(resolution, from, to, MOST_POINTS)));
    };
  }

  private static Resolution resolution(Parameters parameters, Metric metric) {
    List<String> allowed = metric.resolutions().stream().map(Resolution::key).toList();
    return Resolution.of(parameters.word("resolution", allowed, allowed.get(0)));
  }

  private static DataResource.Query days(Parameters parameters) {
    Paging paging = Paging.of(parameters, 100, MOST_DAYS);
    return ledger -> {
      Timeline timeline = new Timeline(ledger);
      List<PeriodActivity> days = timeline.days();
      int total = days.size();
      return new DataResource.Result(
          DaysView.of(ledger, days, timeline::availableFrom, paging.from(total), paging.to(total)),
          paging.links(total));
    };
  }

  private static DataResource.Query retention(Parameters parameters) {
    Paging paging = Paging.of(parameters, 100, MOST_DAYS);
    return ledger -> {
      List<PeriodActivity> days = new Timeline(ledger).days();
      int total = days.size();
      return new DataResource.Result(
          RetentionView.of(ledger, days, paging.from(total), paging.to(total)),
          paging.links(total));
    };
  }

  private static Metric metric(String key) {
    return Metric.of(key)
        .orElseThrow(
            () -> new InvalidParameterException("metric", key, Parameters.oneOf(Metric.keys())));
  }

  private static OptionalLong second(Parameters parameters, String name) {
    Optional<Long> second = parameters.second(name);
    return second.isPresent() ? OptionalLong.of(second.get()) : OptionalLong.empty();
  }
}
