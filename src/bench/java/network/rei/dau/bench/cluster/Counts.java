package network.rei.dau.bench.cluster;

import java.util.Map;
import java.util.TreeMap;

/** The numbers of a range of blocks, by the names of {@code /api/v1}. */
record Counts(
    long blocks,
    long transactions,
    long addresses,
    long senders,
    long recipients,
    long newSenders) {

  /** Returns the numbers by name. */
  Map<String, Long> byName() {
    return new TreeMap<>(
        Map.of(
            "blocks", blocks,
            "transactions", transactions,
            "addresses", addresses,
            "senders", senders,
            "recipients", recipients,
            "newSenders", newSenders));
  }
}
