package network.rei.dau.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import network.rei.dau.bench.PrometheusServer;

/**
 * Evaluates the shipped alerts in real time while faults happen, and notes which fire during which
 * fault. Only {@code ReiDauLag} counts blocks here, since the chain of the soak is behind the
 * clock.
 */
final class AlertLog implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final PrometheusServer prometheus;
  private final Set<String> allowed;
  private final Findings findings;
  private final Map<String, SortedSet<String>> byFault = new TreeMap<>();
  private final long begin = System.nanoTime();

  /**
   * Starts Prometheus.
   *
   * @param place an empty folder
   * @param rules the shipped rules
   * @param targets the services as {@code host:port}
   * @param allowed the alerts whose condition can follow from a fault
   */
  AlertLog(
      Path binary,
      Path place,
      String rules,
      List<String> targets,
      Set<String> allowed,
      Findings findings)
      throws IOException, InterruptedException {
    this.allowed = Set.copyOf(allowed);
    this.findings = findings;
    prometheus =
        PrometheusServer.start(binary, Files.createDirectory(place), rules, targets, INTERVAL);
  }

  /** Notes the alerts that have fired since the begin of a fault. */
  void note(String fault, long since) throws InterruptedException {
    try {
      SortedSet<String> fired =
          prometheus.firedWithin((System.nanoTime() - since) / 1_000_000_000 + 1);
      byFault.computeIfAbsent(fault, unused -> new TreeSet<>()).addAll(fired);
      SortedSet<String> unexpected = new TreeSet<>(fired);
      unexpected.removeAll(allowed);
      if (!unexpected.isEmpty()) {
        findings.add("alert", unexpected + " fired, which no fault explains");
      }
    } catch (IOException e) {
      findings.add("alert", "Prometheus does not answer: " + e);
    }
  }

  /** Prints the alerts of each kind of fault. */
  void print() throws InterruptedException {
    try {
      long seconds = (System.nanoTime() - begin) / 1_000_000_000 + 1;
      System.out.printf(
          "alerts in real time: %d s, %d scrapes of nodes that were up%n",
          seconds, prometheus.scrapesWithin(seconds));
    } catch (IOException e) {
      findings.add("alert", "Prometheus does not answer: " + e);
    }
    byFault.forEach(
        (fault, fired) -> System.out.println("alerts in real time: " + fault + ": " + fired));
  }

  @Override
  public void close() {
    prometheus.close();
  }
}
