package network.rei.dau.observability.metrics;

/** Some of the metrics. */
@FunctionalInterface
interface MetricGroup {

  /** Tells them as they stand; called at each scrape. What is known already is not made again. */
  void tell(Scrape reading, Meters to);
}
