package network.rei.dau.observability.metrics.process;

import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;

/**
 * The program that runs.
 *
 * @param version of the program
 */
public record BuildMetricGroup(String version) implements MetricGroup {

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    metrics.gauge(
        "rei_dau_build_info",
        "1, with the versions of the service and of Java as labels.",
        1,
        "version",
        version,
        "java",
        Runtime.version().toString());
  }
}
