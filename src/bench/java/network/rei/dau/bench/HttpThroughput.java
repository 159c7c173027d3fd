package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures requests a second for the last 24 hours over 64 connections: of the service, of a server
 * on Akka HTTP with a constant answer, and of nginx with a file. They are measured in turns, so
 * that other load on the machine affects all alike.
 */
record HttpThroughput(ServerLauncher launcher, HttpReport report) {

  private static final String PATH = "/api/stats/24h";
  private static final int SECONDS = 8;
  private static final int WARM_UP_SECONDS = 12;

  /** Warms up again before each turn, since the server was idle during the turns of the others. */
  private static final int TURN_WARM_UP_SECONDS = 3;

  void measure(Path cache, int runs) throws IOException, InterruptedException {
    Path files = Files.createDirectories(launcher.folder().resolve("www"));
    Path file = Files.createDirectories(files.resolve("api/stats")).resolve("24h");
    try (ServerProcess service = launcher.serve(cache)) {
      Files.writeString(file, service.awaitOk(PATH));
      try (ServerProcess constant = launcher.constant(file);
          ServerProcess nginx = launcher.nginx(files)) {
        List<ServerProcess> servers = List.of(service, constant, nginx);
        for (ServerProcess server : servers) {
          server.awaitOk(PATH);
          LoadTest.wrk(server.url(PATH), WARM_UP_SECONDS);
        }
        List<List<LoadTest>> loads = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
          List<LoadTest> turn = new ArrayList<>();
          for (ServerProcess server : servers) {
            LoadTest.wrk(server.url(PATH), TURN_WARM_UP_SECONDS);
            turn.add(LoadTest.wrk(server.url(PATH), SECONDS));
          }
          System.out.println(turn);
          loads.add(turn);
        }
        report(loads);
      }
    }
  }

  private void report(List<List<LoadTest>> turns) throws IOException {
    double service = rate(turns, 0);
    double constant = rate(turns, 1);
    double nginx = rate(turns, 2);
    double p99 = HttpReport.median(turns.stream().map(turn -> turn.get(0).p99Millis()).toList());
    long failed = turns.stream().flatMap(List::stream).mapToLong(LoadTest::failed).sum();
    report.add("wrk, nginx", HttpReport.format("%,.0f/s", nginx));
    report.add("wrk, constant", HttpReport.format("%,.0f/s", constant));
    report.add(
        "wrk, service",
        HttpReport.format("%,.0f/s, %d failed", service, failed),
        "20,000/s",
        service >= 20_000 && failed == 0);
    report.add(
        "wrk, service to constant",
        HttpReport.format("%.2f", service / constant),
        "0.7",
        service >= 0.7 * constant);
    report.add(
        "wrk, service to nginx",
        HttpReport.format("%.2f", service / nginx),
        "0.5",
        service >= 0.5 * nginx);
    report.add("wrk, service, p99", HttpReport.format("%.1f ms", p99), "20 ms", p99 <= 20);
  }

  private static double rate(List<List<LoadTest>> turns, int server) {
    return HttpReport.median(turns.stream().map(turn -> turn.get(server).perSecond()).toList());
  }
}
