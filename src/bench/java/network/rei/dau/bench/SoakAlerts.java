package network.rei.dau.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Holds the alerts to what a Prometheus makes of them: that they are silent when they should be,
 * that they fire on their fault, and that they end after it. Says what it saw, and keeps what was
 * wrong.
 */
final class SoakAlerts {

  /** What is done to the service, or to what it depends on. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException, InterruptedException;
  }

  /**
   * A fault.
   *
   * @param what it is, in words
   * @param begin done once
   * @param meanwhile done every second until all alerts fire
   * @param end done once
   * @param expected alerts that must fire
   * @param allowed alerts that may fire as well, since they tell of the same
   */
  record Fault(
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

  SoakAlerts(PrometheusServer prometheus) {
    this.prometheus = prometheus;
  }

  /** What was not as it should be, a sentence each. */
  List<String> wrong() {
    return wrong;
  }

  /**
   * Nothing may have fired since.
   *
   * @param allowed but these
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

  /** Provokes a fault, and waits until its alerts fire; ends it, and waits until they end. */
  void provoke(Fault fault) throws IOException, InterruptedException {
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
      wrong.add(fault.what() + ": " + others + " fired, which tell of something else");
    }
  }

  /** Waits until none fires. */
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

  /** Those that fired since, for the record. */
  SortedSet<String> firedSince(long since) throws IOException, InterruptedException {
    return prometheus.firedWithin(secondsSince(since));
  }

  /** Rounded up, so that nothing is missed. */
  private static long secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000_000 + 1;
  }
}
