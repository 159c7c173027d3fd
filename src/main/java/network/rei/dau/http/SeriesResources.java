package network.rei.dau.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.DayActivity;
import network.rei.dau.activity.Metric;
import network.rei.dau.activity.Resolution;
import network.rei.dau.activity.Series;
import network.rei.dau.views.DaysView;
import network.rei.dau.views.MetricsView;
import network.rei.dau.views.SeriesView;

/** {@code /metrics}, {@code /series} and {@code /days}: what was active over time. */
final class SeriesResources {

  private static final int MOST_DAYS = 1000;

  private SeriesResources() {}

  static Map<String, Resource> all(DataResource.Tools tools) {
    return Map.of(
        "/metrics", DataResource.table(tools, SeriesResources::metrics),
        "/series/{metric}", DataResource.table(tools, SeriesResources::series),
        "/days", DataResource.table(tools, SeriesResources::days));
  }

  private static DataResource.Query metrics(Parameters parameters) {
    return ledger -> DataResource.Result.of(MetricsView.of(ledger));
  }

  private static DataResource.Query series(Parameters parameters) {
    Metric metric = metric(parameters.text("metric").orElseThrow());
    Resolution resolution =
        Resolution.valueOf(
            parameters.word("resolution", Resolution.keys(), "hour").toUpperCase(Locale.ROOT));
    OptionalLong from = second(parameters, "from");
    OptionalLong to = second(parameters, "to");
    if (from.isPresent() && to.isPresent() && to.getAsLong() <= from.getAsLong()) {
      throw new BadParameterException("to", parameters.text("to").orElse(""), "after from");
    }
    return ledger ->
        DataResource.Result.of(
            SeriesView.of(ledger, metric, resolution, Series.of(ledger, resolution, from, to)));
  }

  private static DataResource.Query days(Parameters parameters) {
    Paging paging = Paging.of(parameters, 100, MOST_DAYS);
    return ledger -> {
      List<DayActivity> days = ledger.days();
      int total = days.size();
      return new DataResource.Result(
          DaysView.of(ledger, days, paging.from(total), paging.to(total)), paging.links(total));
    };
  }

  private static Metric metric(String key) {
    return Metric.of(key)
        .orElseThrow(
            () -> new BadParameterException("metric", key, Parameters.oneOf(Metric.keys())));
  }

  private static OptionalLong second(Parameters parameters, String name) {
    Optional<Long> second = parameters.second(name);
    return second.isPresent() ? OptionalLong.of(second.get()) : OptionalLong.empty();
  }
}
