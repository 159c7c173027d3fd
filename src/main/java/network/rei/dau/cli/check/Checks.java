package network.rei.dau.cli.check;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import network.rei.dau.Settings;
import network.rei.dau.chain.EndpointName;
import network.rei.dau.concurrent.DaemonThreads;
import network.rei.dau.label.LabelFile;
import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsException;

/**
 * Tries everything that the service needs. Only requests that read are sent, and nothing is written
 * to the disk or the database. What takes too long is a failure.
 */
public final class Checks {

  private final Settings settings;
  private final Clock clock;
  private final Duration limit;

  /**
   * @param limit the time that all checks together may take
   */
  public Checks(Settings settings, Clock clock, Duration limit) {
    this.settings = settings;
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * Returns what was found, by the names of the endpoints; what is not about an endpoint comes
   * first, under the empty name.
   */
  public Map<String, List<Finding>> run() throws InterruptedException {
    Map<String, List<Finding>> found = new LinkedHashMap<>();
    Map<String, Thread> threads = new LinkedHashMap<>();
    start("", this::checkLocally, found, threads);
    List<URI> urls = settings.rpc().urls();
    for (URI url : urls) {
      String name = EndpointName.of(url).toString();
      start(
          found.containsKey(name) ? name + " (again)" : name,
          findings -> new EndpointCheck(settings, url, clock, findings).run(),
          found,
          threads);
    }
    long end = System.nanoTime() + limit.toNanos();
    for (Map.Entry<String, Thread> thread : threads.entrySet()) {
      TimeUnit.NANOSECONDS.timedJoin(thread.getValue(), Math.max(1, end - System.nanoTime()));
      if (thread.getValue().isAlive()) {
        thread.getValue().interrupt();
        found
            .get(thread.getKey())
            .add(Finding.failed("rest", "has not answered within " + Check.inWords(limit)));
      }
    }
    found.replaceAll((name, findings) -> List.copyOf(findings));
    return found;
  }

  private static void start(
      String name,
      Consumer<Consumer<Finding>> check,
      Map<String, List<Finding>> found,
      Map<String, Thread> threads) {
    List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    found.put(name, findings);
    Thread thread =
        DaemonThreads.named("check")
            .newThread(
                () -> {
                  try {
                    check.accept(findings::add);
                  } catch (RuntimeException e) {
                    findings.add(Finding.failed("check", "failed: " + e));
                  }
                });
    thread.start();
    threads.put(name, thread);
  }

  private void checkLocally(Consumer<Finding> findings) {
    findings.accept(
        Finding.ok(
            "settings",
            "chain "
                + settings.rpc().chainId()
                + ", retention "
                + Check.inWords(settings.ingest().retention())
                + ", history-days "
                + settings.ingest().historyDays()));
    settings.labels().file().ifPresent(file -> checkLabels(findings));
    boolean running = new StoreCheck(settings, findings).run();
    new PortCheck(settings, running, findings).run();
  }

  private void checkLabels(Consumer<Finding> findings) {
    try {
      findings.accept(
          Finding.ok("labels", LabelFile.open(settings.labels()).get().size() + " labels"));
    } catch (SettingsException e) {
      findings.accept(Finding.invalid("labels", e.getMessage()));
    }
  }
}
