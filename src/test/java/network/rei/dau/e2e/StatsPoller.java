package network.rei.dau.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import network.rei.dau.simulator.chain.SimulatedChain;
import org.awaitility.Awaitility;

/**
 * Requests the last 24 hours from one node repeatedly, with a short pause after each answer, and
 * compares the answers with the true numbers.
 */
final class StatsPoller implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final HttpClient http = HttpClient.newHttpClient();
  private final SimulatedChain chain;
  private final URI uri;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(StatsPoller::daemon);
  private final AtomicLong answers = new AtomicLong();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final Map<String, Boolean> checked = new ConcurrentHashMap<>();
  private final ScheduledFuture<?> requests;
  private volatile boolean over;

  private StatsPoller(String url, SimulatedChain chain) {
    this.uri = URI.create(url + "/api/stats/24h");
    this.chain = chain;
    this.requests =
        timer.scheduleWithFixedDelay(this::ask, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "stats-poller");
    thread.setDaemon(true);
    return thread;
  }

  static StatsPoller of(ServiceProcess node, SimulatedChain chain) {
    return new StatsPoller(node.url(), chain);
  }

  /** Returns the requests that were not answered with 200, with the reasons. */
  List<String> failures() {
    return failures;
  }

  /** Returns the answers whose numbers differ from the true numbers of their blocks. */
  List<String> wrong() {
    return wrong;
  }

  long answers() {
    return answers.get();
  }

  /** Waits for a number of further answers. */
  void awaitAnswers(int count) {
    long before = answers();
    Awaitility.await("answers of " + uri)
        .atMost(Duration.ofMinutes(2))
        .until(() -> answers() >= before + count || !failures.isEmpty());
  }

  private void ask() {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofString());
      if (over) {
        return;
      }
      if (response.statusCode() != 200) {
        failures.add(response.statusCode() + " " + response.body());
        return;
      }
      answers.incrementAndGet();
      checked.computeIfAbsent(response.body(), this::check);
    } catch (IOException | RuntimeException e) {
      if (!over) {
        failures.add(e.toString());
      }
    } catch (InterruptedException e) {
      over = true;
    }
  }

  /** An answer with missing blocks must say so; its numbers are not compared. */
  private boolean check(String body) {
    JsonNode stats = ServiceProcess.parse(body).get("data");
    JsonNode range = stats.get("blockRange");
    if (stats.get("complete").asBoolean() && stats.get("totalBlocks").asLong() > 0) {
      try {
        SimulatedNodes.assertTrue(
            stats, chain, range.get("start").asLong(), range.get("end").asLong());
      } catch (AssertionError e) {
        wrong.add(body + ": " + e.getMessage());
      }
    }
    return true;
  }

  /** Stops the requests. */
  @Override
  public void close() {
    over = true;
    requests.cancel(false);
    timer.shutdown();
    try {
      timer.awaitTermination(TIMEOUT.toSeconds() + 1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
