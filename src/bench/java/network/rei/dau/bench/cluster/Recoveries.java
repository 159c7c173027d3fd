package network.rei.dau.bench.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table of how long the cluster needed after each kind of fault. */
final class Recoveries {

  /**
   * @param still how long no node showed a newer block, during the fault or after it
   * @param head from the end of the fault until all nodes showed the head and a complete last day
   * @param one until all nodes were members of one cluster
   */
  private record Recovery(double lasted, double still, double head, double one) {}

  private final Map<String, List<Recovery>> byFault = new TreeMap<>();

  void add(String fault, double lasted, double still, double head, double one) {
    byFault
        .computeIfAbsent(fault, unused -> new ArrayList<>())
        .add(new Recovery(lasted, still, head, one));
  }

  /** Prints median and worst of each kind; infinite times are those that were not awaited. */
  void print() {
    System.out.println();
    System.out.println(
        "| fault | count | lasted, s | head stood still, median (worst), s | to head, median"
            + " (worst), s | to one cluster, median (worst), s |");
    System.out.println("|---|--:|--:|--:|--:|--:|");
    byFault.forEach(
        (fault, all) ->
            System.out.printf(
                "| %s | %d | %s | %s | %s | %s |%n",
                fault,
                all.size(),
                text(median(all.stream().map(Recovery::lasted).sorted().toList())),
                summary(all.stream().map(Recovery::still).sorted().toList()),
                summary(all.stream().map(Recovery::head).sorted().toList()),
                summary(all.stream().map(Recovery::one).sorted().toList())));
    System.out.println();
  }

  private static String summary(List<Double> sorted) {
    return "%s (%s)".formatted(text(median(sorted)), text(sorted.get(sorted.size() - 1)));
  }

  private static double median(List<Double> sorted) {
    return sorted.get(sorted.size() / 2);
  }

  private static String text(double seconds) {
    return Double.isInfinite(seconds) ? "not in time" : "%.1f".formatted(seconds);
  }
}
