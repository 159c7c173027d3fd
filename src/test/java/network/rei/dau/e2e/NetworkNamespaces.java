package network.rei.dau.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/**
 * A network namespace for each node, connected to the network of this machine. The nodes reach each
 * other until they are partitioned. Only root can create namespaces with {@code ip}.
 */
public final class NetworkNamespaces implements ClusterNodes.Place, AutoCloseable {

  /** The name in DNS of all nodes. */
  static final String SERVICE = "nodes.example";

  private static final AtomicInteger INSTANCES = new AtomicInteger();

  private final int instance = INSTANCES.getAndIncrement();
  private final long pid = ProcessHandle.current().pid();

  /** Another one than those of other tests, which may run in other processes. */
  private final String net = "10." + (100 + (pid + instance) % 150) + ".";

  private final String name = "rei" + pid % 100_000 + "n" + instance;
  private final int count;
  private final List<TcpRelay> relays = new ArrayList<>();
  private final List<String> rules = new ArrayList<>();
  private Optional<FakeDnsServer> dns = Optional.empty();
  private boolean isNamed;

  private NetworkNamespaces(int count) {
    this.count = count;
  }

  /** Creates the namespaces; skips the test if that is not possible, for example without root. */
  public static NetworkNamespaces of(int count) {
    NetworkNamespaces namespaces = new NetworkNamespaces(count);
    try {
      namespaces.create();
      return namespaces;
    } catch (IllegalStateException e) {
      namespaces.close();
      return Assumptions.abort("Skipped, since it needs network namespaces: " + e.getMessage());
    }
  }

  private void create() {
    try {
      Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
    } catch (IOException e) {
      throw new IllegalStateException("packets cannot be forwarded: " + e, e);
    }
    for (int node = 0; node < count; node++) {
      String namespace = namespace(node);
      ip("netns add " + namespace);
      ip("link add " + link(node) + " type veth peer name eth0 netns " + namespace);
      ip("addr add " + gateway(node) + "/30 dev " + link(node));
      ip("link set " + link(node) + " up");
      ip("-n " + namespace + " addr add " + host(node) + "/30 dev eth0");
      ip("-n " + namespace + " link set lo up");
      ip("-n " + namespace + " link set eth0 up");
      ip("-n " + namespace + " route add default via " + gateway(node));
    }
  }

  /**
   * Starts a server of DNS that names each node, and all of them together {@link #SERVICE}. The
   * processes that are started from now on ask it, and no other one.
   */
  FakeDnsServer startDns() throws IOException {
    Map<String, List<String>> names = new HashMap<>();
    names.put(SERVICE, IntStream.range(0, count).mapToObj(this::host).toList());
    for (int node = 0; node < count; node++) {
      names.put(dnsName(node), List.of(host(node)));
      Files.writeString(
          Files.createDirectories(resolverFolder(node)).resolve("resolv.conf"),
          "nameserver " + gateway(0) + "\n");
    }
    FakeDnsServer server = new FakeDnsServer(new InetSocketAddress(gateway(0), 53), names);
    dns = Optional.of(server);
    return server;
  }

  /** Lets the nodes reach each other at their names in DNS, and not at their addresses. */
  void useNames() {
    isNamed = true;
  }

  /** Returns the folder whose files {@code ip netns exec} puts into {@code /etc}. */
  private Path resolverFolder(int node) {
    return Path.of("/etc/netns", namespace(node));
  }

  private static String dnsName(int node) {
    return "node-" + node + "." + SERVICE;
  }

  /** Separates one node from the others; all of them still reach this machine. */
  public void isolate(int node) {
    IntStream.range(0, count)
        .filter(other -> other != node)
        .forEach(
            other -> {
              cut(node, other);
              cut(other, node);
            });
  }

  /** Drops what one node sends to another one. */
  public void cut(int from, int to) {
    rule("from " + host(from) + " to " + host(to) + " blackhole");
  }

  /** Ends the partition: all nodes reach each other again. */
  public void heal() {
    rules.forEach(rule -> ip("rule del " + rule));
    rules.clear();
  }

  private void rule(String rule) {
    ip("rule add " + rule);
    rules.add(rule);
  }

  @Override
  public String host(int node) {
    return net + node + ".2";
  }

  @Override
  public String name(int node) {
    return isNamed ? dnsName(node) : host(node);
  }

  /** Returns the address of this machine in the network of a node. */
  public String gateway(int node) {
    return net + node + ".1";
  }

  /** Returns the name of the namespace of a node. */
  String namespace(int node) {
    return name + "-" + node;
  }

  private String link(int node) {
    return name + "v" + node;
  }

  @Override
  public List<String> prefix(int node) {
    return List.of("ip", "netns", "exec", namespace(node));
  }

  @Override
  public String reachable(String loopbackUrl) {
    try {
      String scheme = loopbackUrl.startsWith("jdbc:") ? "jdbc:" : "";
      URI url = URI.create(loopbackUrl.substring(scheme.length()));
      return scheme
          + loopbackUrl
              .substring(scheme.length())
              .replace(
                  url.getHost() + ":" + url.getPort(), gateway(0) + ":" + relay(url.getPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forwards connections from the namespaces to a port of the loopback interface. */
  private int relay(int port) throws IOException {
    TcpRelay relay = new TcpRelay(InetAddress.getByName(gateway(0)), port);
    relays.add(relay);
    return relay.port();
  }

  @Override
  public void close() {
    relays.forEach(TcpRelay::close);
    dns.ifPresent(FakeDnsServer::close);
    try {
      heal();
    } finally {
      for (int node = 0; node < count; node++) {
        tryIp("netns del " + namespace(node));
        delete(resolverFolder(node).resolve("resolv.conf"));
        delete(resolverFolder(node));
      }
    }
  }

  /** Runs {@code ip} with arguments that are separated by spaces; it must succeed. */
  static void ip(String arguments) {
    run(("ip " + arguments).split(" ", -1));
  }

  private static void tryIp(String arguments) {
    try {
      ip(arguments);
    } catch (IllegalStateException e) {
      // it was not made
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said.strip());
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(String.join(" ", command) + ": " + e.getMessage(), e);
    }
  }
}
