package network.rei.dau.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Checks with a Prometheus that alerts are silent without a fault, fire during their fault, and end
 * after it. Prints its observations, and collects the deviations.
 */
public final class SoakAlerts {

  /** An action on the service or on its dependencies. */
  @FunctionalInterface
  public interface Step {
    void run() throws IOException, InterruptedException;
  }

  /**
   * A fault.
   *
   * @param what the description
   * @param begin the action that begins the fault
   * @param meanwhile an action that is repeated every second until all alerts fire
   * @param end the action that ends the fault
   * @param expected alerts that must fire
   * @param allowed alerts that may fire as well, since the fault causes their condition too
   */
  public record Fault(
      String what,
      Step begin,
      Step meanwhile,
      Step end,
      Set<String> expected,
      Set<String> allowed) {}

  private static final Duration TO_FIRE = Duration.ofMinutes(6);
  private static final Duration TO_END = Duration.ofMinutes(4);

  private final PrometheusServer prometheus;
  private final List<String> wrong = new ArrayList<>();

  public SoakAlerts(PrometheusServer prometheus) {
    this.prometheus = prometheus;
  }

  /** Returns the deviations, a sentence each. */
  public List<String> wrong() {
    return wrong;
  }

  /**
   * Checks that no alert has fired since a time.
   *
   * @param allowed alerts that may have fired
   */
  void wasSilent(String when, long since, Set<String> allowed)
      throws IOException, InterruptedException {
    long seconds = secondsSince(since);
    SortedSet<String> fired = prometheus.firedWithin(seconds);
    SortedSet<String> unexpected = new TreeSet<>(fired);
    unexpected.removeAll(allowed);
    long scrapes = prometheus.scrapesWithin(seconds);
    System.out.printf(
        "alerts: %s, %d s, %d scrapes: %s%n",
        when, seconds, scrapes, fired.isEmpty() ? "silent" : "fired " + fired);
    if (scrapes < seconds / 2) {
      wrong.add(
          when + ": only " + scrapes + " scrapes in " + seconds + " s, so silence says little");
    }
    if (!unexpected.isEmpty()) {
      wrong.add(when + ": " + unexpected + " fired");
    }
  }

  /** Begins a fault, waits until its alerts fire, ends it, and waits until they end. */
  public void provoke(Fault fault) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Set<String> missing = new TreeSet<>(fault.expected());
    List<String> seen = new ArrayList<>();
    fault.begin().run();
    try {
      while (!missing.isEmpty() && System.nanoTime() - begin < TO_FIRE.toNanos()) {
        fault.meanwhile().run();
        Thread.sleep(1000);
        for (String name : prometheus.firing()) {
          if (missing.remove(name)) {
            seen.add(name + " after " + secondsSince(begin) + " s");
          }
        }
      }
    } finally {
      fault.end().run();
    }
    long ended = System.nanoTime();
    System.out.printf("alerts: %s: %s%n", fault.what(), String.join(", ", seen));
    if (!missing.isEmpty()) {
      wrong.add(fault.what() + ": " + missing + " did not fire");
    }
    awaitSilence("after it was over (" + fault.what() + ")", ended);
    SortedSet<String> others = prometheus.firedWithin(secondsSince(begin));
    others.removeAll(fault.expected());
    if (!others.isEmpty()) {
      System.out.println("alerts:   so did " + others);
    }
    others.removeAll(fault.allowed());
    if (!others.isEmpty()) {
      wrong.add(fault.what() + ": " + others + " fired, which the fault does not explain");
    }
  }

  /** Waits until no alert fires. */
  void awaitSilence(String when, long since) throws IOException, InterruptedException {
    SortedSet<String> firing = prometheus.firing();
    while (!firing.isEmpty() && System.nanoTime() - since < TO_END.toNanos()) {
      Thread.sleep(500);
      firing = prometheus.firing();
    }
    if (firing.isEmpty()) {
      System.out.printf("alerts:   none any more %d s %s%n", secondsSince(since), when);
    } else {
      wrong.add(firing + " still fire " + secondsSince(since) + " s " + when);
    }
  }

  /** Returns the alerts that fired since a time. */
  SortedSet<String> firedSince(long since) throws IOException, InterruptedException {
    return prometheus.firedWithin(secondsSince(since));
  }

  /** Returns seconds, rounded up so that the range covers all scrapes. */
  private static long secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000_000 + 1;
  }
}
