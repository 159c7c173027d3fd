package network.rei.dau.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Two clients: one requests all kinds of answers in turns, twenty a second, and the other one reads
 * the event stream for half a minute at a time.
 */
final class SoakTraffic implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LISTENED = Duration.ofSeconds(30);
  private static final int BURST = 700;
  private static final List<String> PATHS =
      List.of(
          "/",
          "/api/stats/24h",
          "/api/stats/history?limit=24",
          "/api/stats/records",
          "/health",
          "/ready",
          "/api/v1/windows/24h",
          "/api/v1/windows/%dh",
          "/api/v1/metrics",
          "/api/v1/series/senders?resolution=hour",
          "/api/v1/series/addresses?resolution=day&format=csv",
          "/api/v1/days?limit=60",
          "/api/v1/retention?limit=10",
          "/api/v1/addresses/top?window=24h&by=sent&limit=%d",
          "/api/v1/addresses/0x00000000000000000000000000000000000000%02x",
          "/api/v1/status",
          "/nothing/%d");

  private final SoakService service;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean over;

  /** Starts the clients. */
  SoakTraffic(SoakService service) {
    this.service = service;
    threads.add(new Thread(this::ask, "soak-traffic"));
    threads.add(new Thread(this::listen, "soak-listener"));
    threads.forEach(
        thread -> {
          thread.setDaemon(true);
          thread.start();
        });
  }

  /** Returns the number of requests that were answered with a status below 500. */
  long answered() {
    return answered.get();
  }

  /** Returns the number of requests that were answered with 5xx. */
  long refused() {
    return refused.get();
  }

  private void ask() {
    for (int i = 0; !over; i++) {
      String path = PATHS.get(i % PATHS.size());
      send(path.contains("%") ? path.formatted(1 + i / PATHS.size() % 40) : path).join();
      sleep(PAUSE);
    }
  }

  /** Sends more concurrent requests than may wait; each has another window, which no cache has. */
  void burst(long lastBlock, long round) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < BURST; i++) {
      long from = lastBlock - 50_000 + (round * BURST + i) % 40_000;
      all.add(send("/api/v1/addresses/top?limit=5&fromBlock=" + from + "&toBlock=" + lastBlock));
    }
    all.forEach(CompletableFuture::join);
  }

  /** Sends a request; a failure is ignored, since the faults interrupt the service. */
  private CompletableFuture<Void> send(String path) {
    return client
        .sendAsync(request(path), HttpResponse.BodyHandlers.discarding())
        .handle(
            (response, failure) -> {
              if (failure == null) {
                (response.statusCode() < 500 ? answered : refused).incrementAndGet();
              }
              return null;
            });
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(service.url(path))).timeout(TIMEOUT).build();
  }

  private void listen() {
    while (!over) {
      try {
        HttpResponse<InputStream> events =
            client.send(request("/api/v1/events"), HttpResponse.BodyHandlers.ofInputStream());
        sleep(LISTENED);
        events.body().close();
      } catch (IOException e) {
        sleep(PAUSE);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      over = true;
    }
  }

  @Override
  public void close() {
    over = true;
    threads.forEach(Thread::interrupt);
  }
}
