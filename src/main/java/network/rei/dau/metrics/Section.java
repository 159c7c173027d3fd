package network.rei.dau.metrics;

/** Some of the metrics. */
@FunctionalInterface
interface Section {

  /** Tells them as they stand; called at each scrape. What is known already is not made again. */
  void tell(Reading reading, Meters to);
}
