package network.rei.dau.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;

/**
 * The services of the files {@code deploy/compose*.yaml}, run with {@code podman-compose}:
 * PostgreSQL, and three nodes. All of it is in a network namespace of its own, which ends with this
 * object.
 */
final class ComposeServices implements AutoCloseable {

  /** The nodes of {@code deploy/compose.yaml}. */
  static final List<String> NAMED = List.of("node1_1", "node2_1", "node3_1");

  /** The nodes of {@code deploy/compose-scalable.yaml}. */
  static final List<String> REPLICAS = List.of("node_1", "node_2", "node_3");

  private static final String DATABASE = "db_1";
  private static final String PROJECT = "rei" + ProcessHandle.current().pid();
  private static final String NETWORK = PROJECT + "_default";
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final NetworkNamespaces network;
  private final SimulatedNode chain;
  private final Podman podman;
  private final List<Process> nameServers = new ArrayList<>();

  private ComposeServices(NetworkNamespaces network, SimulatedNode chain) {
    this.network = network;
    this.chain = chain;
    this.podman = podman(Map.of());
  }

  /** Starts the database. */
  static ComposeServices withDatabase(SimulatedNode chain) throws IOException {
    ComposeServices services = new ComposeServices(NetworkNamespaces.of(1), chain);
    try {
      services.startNameServers();
      services.up(services.podman, List.of("deploy/compose.yaml"), "db");
      Awaitility.await("the database")
          .atMost(LONG)
          .until(
              () -> services.podman.ended("healthcheck", "run", container(DATABASE)).code() == 0);
      String subnet =
          services.podman.run(
              "network", "inspect", NETWORK, "--format", "{{range .Subnets}}{{.Subnet}}{{end}}");
      NetworkNamespaces.ip("route add " + subnet + " via " + services.network.host(0));
      return services;
    } catch (AssertionError | IOException | RuntimeException e) {
      services.close();
      throw e;
    }
  }

  private Podman podman(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("DAU_PASSWORD", "a password");
    all.put("REI_RPC_URL", network.reachable(chain.uri().toString()));
    return new Podman(List.of("nsenter", "--net=/run/netns/" + network.namespace(0)), all);
  }

  /**
   * Starts a server that knows no name at each address of the machine's name servers, since the
   * name server of the containers asks them for each name and type that it does not know.
   */
  private void startNameServers() throws IOException {
    for (String line : Files.readAllLines(Path.of("/etc/resolv.conf"))) {
      if (line.startsWith("nameserver ") && !line.contains(":") && !line.contains(" 127.")) {
        String address = line.substring("nameserver ".length()).strip();
        NetworkNamespaces.ip("-n " + network.namespace(0) + " addr add " + address + "/32 dev lo");
        List<String> command = new ArrayList<>(network.prefix(0));
        command.addAll(
            List.of(
                "dnsmasq",
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--no-resolv",
                "--no-hosts",
                "--address=/#/",
                "--bind-interfaces",
                "--pid-file=",
                "--user=root",
                "--listen-address=" + address));
        nameServers.add(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
      }
    }
  }

  /** Returns the address at which the nodes reach servers on this machine. */
  String machine() {
    return network.gateway(0);
  }

  /**
   * Starts nodes on an empty database.
   *
   * @param variables that are set for {@code podman-compose}
   * @param services of the files
   * @param files of Compose, of which each adds to the ones before
   */
  void startNodes(Map<String, String> variables, List<String> services, String... files) {
    podman.run("exec", container(DATABASE), "dropdb", "-U", "dau", "dau");
    podman.run("exec", container(DATABASE), "createdb", "-U", "dau", "dau");
    services.forEach(service -> up(podman(variables), List.of(files), service));
  }

  /** Kills the nodes and removes their containers. */
  void removeNodes() {
    List<String> command =
        new ArrayList<>(List.of("rm", "--force", "--time=0", "--volumes", "--ignore"));
    Stream.concat(NAMED.stream(), REPLICAS.stream())
        .map(ComposeServices::container)
        .forEach(command::add);
    podman.run(command.toArray(String[]::new));
  }

  /** Starts one service; {@code podman-compose} does not wait for the health of another one. */
  private void up(Podman with, List<String> files, String service) {
    compose(with, files, "up", "-d", "--no-build", "--no-deps", service);
  }

  private static void compose(Podman with, List<String> files, String... arguments) {
    List<String> command = new ArrayList<>(List.of("podman-compose", "-p", PROJECT));
    for (String file : files) {
      command.addAll(List.of("-f", file));
    }
    command.addAll(List.of(arguments));
    with.program(command.toArray(String[]::new));
  }

  private static String container(String name) {
    return PROJECT + "_" + name;
  }

  /** Sends SIGKILL to a node, which is not started again. */
  void kill(String node) {
    podman.run("kill", "--signal=KILL", container(node));
  }

  /** Starts a node again that was killed. */
  void start(String node) {
    podman.run("start", container(node));
  }

  /** Returns the output of a command in the container of a node, which must succeed. */
  String execute(String node, String... command) {
    return podman.run(inContainer(node, command));
  }

  /** Returns how a command in the container of a node ended. */
  Podman.Ended ended(String node, String... command) {
    return podman.ended(inContainer(node, command));
  }

  private static String[] inContainer(String node, String... command) {
    List<String> arguments = new ArrayList<>(List.of("exec", container(node)));
    arguments.addAll(List.of(command));
    return arguments.toArray(String[]::new);
  }

  /** Waits until a node sees that exactly three nodes are members with the status up. */
  void awaitMembers(String node) {
    await(
        node,
        "/health",
        health ->
            StreamSupport.stream(health.at("/cluster/members").spliterator(), false)
                        .filter(member -> member.get("status").asText().equals("up"))
                        .filter(member -> member.get("reachable").asBoolean())
                        .count()
                    == 3
                && health.at("/cluster/members").size() == 3);
  }

  /** Returns the hosts of the members that a node sees. */
  List<String> memberHosts(String node) {
    return StreamSupport.stream(answer(node, "/health").at("/cluster/members").spliterator(), false)
        .map(member -> member.get("address").asText().replaceFirst(":2551$", ""))
        .toList();
  }

  /** Waits until the numbers of all blocks are served, and compares them with the truth. */
  void awaitTrue(String node) {
    long head = chain.chain().head();
    await(
        node,
        "/api/stats/24h",
        answer ->
            answer.at("/data/complete").asBoolean()
                && answer.at("/data/blockRange/end").asLong() == head);
    JsonNode stats = answer(node, "/api/stats/24h").get("data");
    SimulatedNodes.assertTrue(stats, chain.chain(), stats.at("/blockRange/start").asLong(), head);
  }

  private void await(String node, String path, Predicate<JsonNode> condition) {
    String address = address(node);
    Awaitility.await(path + " of " + node)
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> answerAt(address, path), condition);
  }

  /** Returns the answer of a node to a request. */
  JsonNode answer(String node, String path) {
    return answerAt(address(node), path);
  }

  private static JsonNode answerAt(String address, String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + address + ":3000" + path))
              .timeout(Duration.ofSeconds(10))
              .build();
      return ServiceProcess.parse(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the IPv4 address of a node. */
  String address(String node) {
    return podman.inspect(container(node), "range .NetworkSettings.Networks}}{{.IPAddress}}{{end");
  }

  /** Returns the answer of the node whose port is published at this port of the machine. */
  JsonNode answerAtPublished(int port, String path) {
    return ServiceProcess.parse(
        podman.program(
            "python3",
            "-c",
            "import sys, urllib.request;"
                + " print(urllib.request.urlopen(sys.argv[1]).read().decode())",
            "http://127.0.0.1:" + port + path));
  }

  /** Returns what a node logged. */
  String logs(String node) {
    return podman.logs(container(node));
  }

  @Override
  public void close() {
    try {
      removeNodes();
      compose(podman, List.of("deploy/compose.yaml"), "down", "-v");
      podman.run("network", "rm", NETWORK);
    } finally {
      nameServers.forEach(Process::destroy);
      network.close();
    }
  }
}
