package network.rei.dau.http.v1.parameter;

import network.rei.dau.activity.period.Metric;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;

/** Reads the metric of a path. */
public final class MetricParameter {

  private MetricParameter() {}

  /**
   * Returns the metric with a key.
   *
   * @throws InvalidParameterException if there is none
   */
  public static Metric of(String key) {
    return Metric.of(key)
        .orElseThrow(
            () -> new InvalidParameterException("metric", key, Parameters.oneOf(Metric.keys())));
  }
}
