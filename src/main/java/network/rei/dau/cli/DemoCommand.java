package network.rei.dau.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import network.rei.dau.Service;
import network.rei.dau.Settings;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.Dapps;
import network.rei.dau.simulator.chain.DemoChain;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.node.SimulatedNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}: serves a simulated chain, without a network and without settings. */
@Command(
    name = "demo",
    description = "Serves a simulated chain that grows by a block every 3 s; needs no network.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @Mixin private SettingsOptions settings;

  @Option(
      names = "--port",
      description = "HTTP port (default: rei-dau.http.port, 3000)",
      paramLabel = "PORT")
  private Integer port;

  @Override
  public Integer call() throws IOException {
    Terminal.logOnly("WARN");
    Clock clock = Clock.systemUTC();
    SimulatedChain chain = DemoChain.following(clock);
    try (SimulatedNode node = SimulatedNode.start(chain)) {
      Service service = start(node, chain.view().spec(), clock);
      printUrls(Service.localUrl(ServeCommand.bind(service).address()).toString());
      service.awaitTermination();
    }
    return CommandLineTool.FAILED;
  }

  private Service start(SimulatedNode node, ChainSpec chain, Clock clock) throws IOException {
    Path cache = Files.createTempDirectory("rei-dau-demo");
    try {
      Path labels = Files.write(cache.resolve("labels.csv"), Dapps.labels(chain));
      Settings read = settings.read(overrides(node, chain, cache, labels));
      ServeCommand.requireFreePort(read);
      return Service.scheduled(read, clock, () -> TemporaryFolder.delete(cache));
    } catch (IOException | RuntimeException e) {
      TemporaryFolder.delete(cache);
      throw e;
    }
  }

  private Map<String, Object> overrides(
      SimulatedNode node, ChainSpec chain, Path cache, Path labels) {
    Map<String, Object> values =
        new HashMap<>(
            Map.of(
                "rei-dau.chain.id",
                ChainSpec.REI_CHAIN_ID,
                "rei-dau.rpc.urls",
                node.uri().toString(),
                "rei-dau.rpc.max-requests-per-second",
                0,
                "rei-dau.store.cache-dir",
                cache.toString(),
                "rei-dau.labels",
                labels.toString(),
                "rei-dau.store.jdbc-url",
                "",
                "rei-dau.page.chain-name",
                "Simulated chain",
                "rei-dau.page.explorer",
                "none",
                "rei-dau.page.operators",
                "show"));
    values.put(
        "rei-dau.filter.rules",
        List.of(Map.of("name", "system-sender", "from", Dapps.systemSender(chain))));
    if (port != null) {
      values.put("rei-dau.http.port", port);
    }
    return values;
  }

  private static void printUrls(String url) {
    Terminal.note(
        """
        rei-dau-stats listens on %1$s

          %1$s/                   the page
          %1$s/api/stats/24h      the last 24 hours, complete within seconds
          %1$s/api/stats/7days    the days of the last week, newest first
          %1$s/api/v1/definitions active addresses as several services define them
          %1$s/health             the state of the service and of its data

        The simulated chain covers 40 days, has a few dapps with names, and grows by a block every 3 s.
        Ctrl-C stops the demo.\
        """
            .formatted(url));
  }
}
