package network.rei.dau.http.embed;

import network.rei.dau.activity.period.Metric;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;

/** Reads the metric of a path. */
final class MetricPath {

  private MetricPath() {}

  /**
   * Returns the metric with a key.
   *
   * @throws InvalidParameterException if there is none
   */
  static Metric metric(String key) {
    return Metric.of(key)
        .orElseThrow(
            () -> new InvalidParameterException("metric", key, Parameters.oneOf(Metric.keys())));
  }
}
