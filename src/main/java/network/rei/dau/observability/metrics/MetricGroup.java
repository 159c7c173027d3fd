package network.rei.dau.observability.metrics;

/** The metrics of one subject. */
@FunctionalInterface
public interface MetricGroup {

  /** Adds the current values of its metrics; called once per scrape, on one thread. */
  void collect(Scrape scrape, MetricFamilies metrics);
}
