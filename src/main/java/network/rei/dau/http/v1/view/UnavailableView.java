package network.rei.dau.http.v1.view;

import java.util.List;
import java.util.Set;
import network.rei.dau.activity.period.Metric;

/**
 * Metrics that are null for another reason than blocks that cannot be counted.
 *
 * @param metrics their keys
 * @param reason as a sentence
 */
public record UnavailableView(List<String> metrics, String reason) {

  /** Adds a reason for those of some metrics that an answer shows, if it shows any. */
  public static void add(
      List<UnavailableView> reasons, Set<Metric> of, Set<Metric> shown, String reason) {
    List<String> keys = of.stream().filter(shown::contains).map(Metric::key).toList();
    if (!keys.isEmpty()) {
      reasons.add(new UnavailableView(keys, reason));
    }
  }
}
