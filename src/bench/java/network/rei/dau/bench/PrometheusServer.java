package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import network.rei.dau.e2e.Ports;

/** A Prometheus that scrapes services and evaluates rules. */
public final class PrometheusServer implements AutoCloseable {

  private final ServerProcess server;
  private final ObjectMapper json = new ObjectMapper();

  private PrometheusServer(ServerProcess server) {
    this.server = server;
  }

  /** Returns the binary: {@code PROMETHEUS}, or the first one on the path. */
  public static Optional<Path> binary() {
    Stream<Path> onPath =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .map(folder -> Path.of(folder, "prometheus"));
    return Stream.concat(Stream.ofNullable(System.getenv("PROMETHEUS")).map(Path::of), onPath)
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Starts a server, and waits until it is ready.
   *
   * @param place an empty folder
   * @param rules the rules in YAML
   * @param targets the services as {@code host:port}, which need not be running yet
   * @param interval between scrapes, and between evaluations, of whole seconds
   */
  public static PrometheusServer start(
      Path binary, Path place, String rules, List<String> targets, Duration interval)
      throws IOException, InterruptedException {
    Files.writeString(place.resolve("rules.yml"), rules);
    Path settings =
        Files.writeString(
            place.resolve("prometheus.yml"),
            """
            global: { scrape_interval: %1$ds, scrape_timeout: %1$ds, evaluation_interval: %1$ds }
            rule_files: [rules.yml]
            scrape_configs:
              - job_name: rei-dau-stats
                static_configs: [{ targets: ['%2$s'] }]
            """
                .formatted(interval.toSeconds(), String.join("', '", targets)));
    int port = Ports.reserve();
    ProcessBuilder builder =
        new ProcessBuilder(
            binary.toString(),
            "--config.file=" + settings,
            "--storage.tsdb.path=" + place.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port);
    ServerProcess server = ServerProcess.start(builder, port, place.resolve("log"));
    try {
      server.awaitOk("/-/ready");
    } catch (IOException | InterruptedException e) {
      server.close();
      throw e;
    }
    return new PrometheusServer(server);
  }

  /** Returns the alerts that fire now. */
  SortedSet<String> firing() throws IOException, InterruptedException {
    SortedSet<String> names = new TreeSet<>();
    for (JsonNode alert : json.readTree(server.get("/api/v1/alerts")).at("/data/alerts")) {
      if (alert.get("state").asText().equals("firing")) {
        names.add(alert.at("/labels/alertname").asText());
      }
    }
    return names;
  }

  /** Returns the alerts that fired within the last seconds. */
  public SortedSet<String> firedWithin(long seconds) throws IOException, InterruptedException {
    SortedSet<String> names = new TreeSet<>();
    String query =
        "count by (alertname) (count_over_time(ALERTS{alertstate=\"firing\"}[" + seconds + "s]))";
    for (JsonNode sample : query(query)) {
      names.add(sample.at("/metric/alertname").asText());
    }
    return names;
  }

  /** Returns how many times the service was scraped within the last seconds. */
  public long scrapesWithin(long seconds) throws IOException, InterruptedException {
    JsonNode sums = query("sum(sum_over_time(up[" + seconds + "s]))");
    return sums.isEmpty() ? 0 : sums.get(0).at("/value/1").asLong();
  }

  private JsonNode query(String query) throws IOException, InterruptedException {
    return json.readTree(
            server.get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)))
        .at("/data/result");
  }

  @Override
  public void close() {
    server.close();
  }
}
