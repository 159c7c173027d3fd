package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import network.rei.dau.e2e.Ports;

/** A Prometheus that scrapes one service every second, and judges rules as often. */
final class PrometheusServer implements AutoCloseable {

  private final ServerProcess server;
  private final ObjectMapper json = new ObjectMapper();

  private PrometheusServer(ServerProcess server) {
    this.server = server;
  }

  /** {@code PROMETHEUS}, or the first on the path; its package need not be installed. */
  static Optional<Path> binary() {
    Stream<Path> onPath =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .map(folder -> Path.of(folder, "prometheus"));
    return Stream.concat(Stream.ofNullable(System.getenv("PROMETHEUS")).map(Path::of), onPath)
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Starts one; returns when it is ready.
   *
   * @param place an empty folder of its own
   * @param rules the text of the rules
   * @param target port of the service on 127.0.0.1, which need not be there yet
   */
  static PrometheusServer start(Path binary, Path place, String rules, int target)
      throws IOException, InterruptedException {
    Files.writeString(place.resolve("rules.yml"), rules);
    Path settings =
        Files.writeString(
            place.resolve("prometheus.yml"),
            """
            global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
            rule_files: [rules.yml]
            scrape_configs:
              - job_name: rei-dau-stats
                static_configs: [{ targets: ['127.0.0.1:%d'] }]
            """
                .formatted(target));
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

  /** The alerts that fire now. */
  SortedSet<String> firing() throws IOException, InterruptedException {
    SortedSet<String> names = new TreeSet<>();
    for (JsonNode alert : json.readTree(server.get("/api/v1/alerts")).at("/data/alerts")) {
      if (alert.get("state").asText().equals("firing")) {
        names.add(alert.at("/labels/alertname").asText());
      }
    }
    return names;
  }

  /** The alerts that fired at any time in the last seconds. */
  SortedSet<String> firedWithin(long seconds) throws IOException, InterruptedException {
    SortedSet<String> names = new TreeSet<>();
    String query =
        "count by (alertname) (count_over_time(ALERTS{alertstate=\"firing\"}[" + seconds + "s]))";
    for (JsonNode sample : query(query)) {
      names.add(sample.at("/metric/alertname").asText());
    }
    return names;
  }

  /** How many times the service was scraped within the last seconds. */
  long scrapesWithin(long seconds) throws IOException, InterruptedException {
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
