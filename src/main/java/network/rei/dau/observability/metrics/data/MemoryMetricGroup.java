package network.rei.dau.observability.metrics.data;

import network.rei.dau.chain.MemoryBudget;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;

/** The memory of the blocks that are read and not stored yet. */
public record MemoryMetricGroup(MemoryBudget memory) implements MetricGroup {

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    for (MemoryBudget.Kind kind : MemoryBudget.Kind.values()) {
      metrics.gauge(
          "rei_dau_memory_used_bytes",
          "Estimated memory of blocks until they are stored: responses that are expected, and"
              + " blocks that were read.",
          memory.used(kind),
          "kind",
          kind.label());
    }
    metrics.gauge(
        "rei_dau_memory_limit_bytes",
        "Memory that blocks may take until they are stored; no more are requested then.",
        memory.limit());
  }
}
