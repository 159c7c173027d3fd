package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How many answers of the last 24 hours come in a second, over 64 connections: from the service,
 * from a server of the same framework that always answers the same, and from nginx out of a file.
 * In turns, so that all see the same neighbours on the machine.
 */
record Throughput(Services services, HttpTable table) {

  private static final String PATH = "/api/stats/24h";
  private static final int SECONDS = 8;
  private static final int WARM_UP_SECONDS = 12;

  /** Before each turn: while the others had theirs, the system may have taken its memory. */
  private static final int AGAIN_WARM_SECONDS = 3;

  void measure(Path cache, int runs) throws IOException, InterruptedException {
    Path files = Files.createDirectories(services.place().resolve("www"));
    Path file = Files.createDirectories(files.resolve("api/stats")).resolve("24h");
    try (Served service = services.serve(cache)) {
      Files.writeString(file, service.awaitOk(PATH));
      try (Served constant = services.constant(file);
          Served nginx = services.nginx(files)) {
        List<Served> all = List.of(service, constant, nginx);
        for (Served one : all) {
          one.awaitOk(PATH);
          Load.wrk(one.url(PATH), WARM_UP_SECONDS);
        }
        List<List<Load>> loads = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
          List<Load> turn = new ArrayList<>();
          for (Served one : all) {
            Load.wrk(one.url(PATH), AGAIN_WARM_SECONDS);
            turn.add(Load.wrk(one.url(PATH), SECONDS));
          }
          System.out.println(turn);
          loads.add(turn);
        }
        tell(loads);
      }
    }
  }

  private void tell(List<List<Load>> turns) throws IOException {
    double ours = rate(turns, 0);
    double constant = rate(turns, 1);
    double nginx = rate(turns, 2);
    double p99 = HttpTable.median(turns.stream().map(turn -> turn.get(0).p99Millis()).toList());
    long failed = turns.stream().flatMap(List::stream).mapToLong(Load::failed).sum();
    table.add("wrk, nginx", HttpTable.format("%,.0f/s", nginx));
    table.add("wrk, constant", HttpTable.format("%,.0f/s", constant));
    table.add(
        "wrk, service",
        HttpTable.format("%,.0f/s, %d failed", ours, failed),
        "20,000/s",
        ours >= 20_000 && failed == 0);
    table.add(
        "wrk, service to constant",
        HttpTable.format("%.2f", ours / constant),
        "0.85",
        ours >= 0.85 * constant);
    table.add(
        "wrk, service to nginx",
        HttpTable.format("%.2f", ours / nginx),
        "0.5",
        ours >= 0.5 * nginx);
    table.add("wrk, service, p99", HttpTable.format("%.1f ms", p99), "20 ms", p99 <= 20);
  }

  private static double rate(List<List<Load>> turns, int which) {
    return HttpTable.median(turns.stream().map(turn -> turn.get(which).perSecond()).toList());
  }
}
