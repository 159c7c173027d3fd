package network.rei.dau.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A simulated node in a separate process, which renders its answers before it serves. */
final class NodeProcess extends ChildProcess {

  private static final Pattern SERVED = Pattern.compile("is served on (http://\\S+)");

  private final String url;

  private NodeProcess(Process process, String url) {
    super(process);
    this.url = url;
  }

  /** Starts a node with the chain and the faults of a scenario; returns when it serves. */
  static NodeProcess start(Path launcher, Scenario scenario) throws IOException {
    List<String> options = new ArrayList<>(ExpectedStatistics.TRAFFIC_OPTIONS);
    options.addAll(scenario.faults());
    options.addAll(List.of("--latency", String.valueOf(scenario.latencyMillis())));
    return start(launcher, scenario.blocks(), options);
  }

  /** Starts a node with options of the simulator; returns when it serves. */
  static NodeProcess start(Path launcher, int blocks, List<String> options) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString(), "simulate"));
    command.addAll(List.of("--port", "0", "--blocks", String.valueOf(blocks)));
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_OPTS", "-Xmx3g");
    Process process = builder.start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher served = SERVED.matcher(line);
      if (served.find()) {
        drain(process.getInputStream());
        return new NodeProcess(process, served.group(1));
      }
    }
    throw new IOException("the node did not start");
  }

  private static void drain(InputStream output) {
    Thread thread =
        new Thread(
            () -> {
              try {
                output.transferTo(System.err);
              } catch (IOException e) {
                // The process has ended.
              }
            },
            "node-output");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return url;
  }
}
