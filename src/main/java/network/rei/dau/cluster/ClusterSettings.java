package network.rei.dau.cluster;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;

/**
 * The settings of a cluster of nodes ({@code rei-dau.cluster}).
 *
 * @param discovery how this node finds the other nodes
 * @param seedNodes {@code HOST:PORT} of some nodes of the cluster, through which this node joins.
 *     Empty outside of a cluster, and if nodes are discovered in another way
 * @param endpoints {@code HOST:PORT} of all nodes of the cluster; empty unless they are discovered
 *     by {@link DiscoveryMethod#CONFIG}
 * @param serviceName the name by which nodes are discovered: a name in DNS, or the value of the
 *     label {@code app} of the pods
 * @param host the name or address at which other nodes reach this node
 * @param port the port at which other nodes reach this node
 * @param bindHost the address to bind, if it differs from {@code host}
 * @param bindPort the port to bind, if it differs from {@code port}
 * @param roles the roles of this node in a cluster
 * @param downAfter time for which the members' view of each other must be stable before unreachable
 *     members are removed
 * @param tls empty if nodes accept unauthenticated connections
 */
public record ClusterSettings(
    DiscoveryMethod discovery,
    List<String> seedNodes,
    List<String> endpoints,
    String serviceName,
    String host,
    int port,
    Optional<String> bindHost,
    Optional<Integer> bindPort,
    Set<Role> roles,
    Duration downAfter,
    Optional<TlsSettings> tls) {

  static final String KEY = "rei-dau.cluster.";

  /** The name of the actor system, which is a part of the address of every node. */
  public static final String SYSTEM = "rei-dau";

  /** The packages of the serializers that only nodes of a cluster need. */
  private static final List<String> BETWEEN_NODES =
      List.of("akka.remote.", "akka.cluster.", "akka.serialization.jackson.");

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+]");
  private static final Pattern NODE = Pattern.compile("(" + HOST + "):([0-9]{1,5})");

  /** A name in DNS, or a value of a label. */
  private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");

  /** The addresses that stand for all addresses of a machine. */
  private static final Set<String> ANY = Set.of("0.0.0.0", "::", "[::]");

  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}([.][0-9]{1,3}){3}");

  public ClusterSettings {
    seedNodes = List.copyOf(seedNodes);
    endpoints = List.copyOf(endpoints);
    roles = Set.copyOf(roles);
    requireNodes("seed-nodes", seedNodes);
    requireNodes("endpoints", endpoints);
    requireOnlyWith(DiscoveryMethod.SEED_NODES, "seed-nodes", seedNodes, discovery);
    requireOnlyWith(DiscoveryMethod.CONFIG, "endpoints", endpoints, discovery);
    if (discovery == DiscoveryMethod.CONFIG && endpoints.isEmpty()) {
      throw new SettingsException(
          KEY + "endpoints", "", "HOST:PORT of all nodes are needed with discovery = config");
    }
    if (!SERVICE.matcher(serviceName).matches()) {
      throw new SettingsException(
          KEY + "service-name",
          serviceName,
          "a name in DNS or a value of a label is needed, with at most 253 characters");
    }
    if (isOn(discovery, seedNodes) && !HOST.matcher(host).matches()) {
      throw new SettingsException(
          KEY + "host",
          host,
          "a name or address is needed at which other nodes reach this node; an IPv6 address needs"
              + " brackets, as in [::1]");
    }
    if (discovery.findsAddresses() && !IPV4.matcher(host).matches()) {
      throw new SettingsException(
          KEY + "host",
          host,
          "with discovery = "
              + discovery.label()
              + " it must be the IPv4 address of this node, by which other nodes discover it");
    }
    Check.between(KEY + "port", port, 1, 65_535);
    bindPort.ifPresent(bound -> Check.between(KEY + "bind-port", bound, 1, 65_535));
    Check.between(KEY + "down-after", downAfter, Duration.ofSeconds(1), Duration.ofMinutes(10));
    if (roles.isEmpty()) {
      throw new SettingsException(KEY + "roles", "", allowedRoles());
    }
  }

  /** Reads {@code rei-dau.cluster}. */
  public static ClusterSettings from(SettingsSource source) {
    return new ClusterSettings(
        discovery(source.text(KEY + "discovery")),
        source.texts(KEY + "seed-nodes"),
        source.texts(KEY + "endpoints"),
        source.text(KEY + "service-name").strip(),
        source.text(KEY + "host").strip(),
        source.number(KEY + "port"),
        Optional.of(source.text(KEY + "bind-host").strip()).filter(host -> !host.isEmpty()),
        Optional.of(source.number(KEY + "bind-port")).filter(port -> port != 0),
        roles(source.texts(KEY + "roles")),
        source.time(KEY + "down-after"),
        TlsSettings.from(source));
  }

  private static void requireNodes(String key, List<String> nodes) {
    for (String node : nodes) {
      if (!isNode(node)) {
        throw new SettingsException(KEY + key, node, "each must be HOST:PORT");
      }
    }
  }

  private static void requireOnlyWith(
      DiscoveryMethod method, String key, List<String> nodes, DiscoveryMethod chosen) {
    if (chosen != method && !nodes.isEmpty()) {
      throw new SettingsException(
          KEY + key,
          String.join(", ", nodes),
          "it is only for "
              + KEY
              + "discovery = "
              + method.label()
              + ", which is "
              + chosen.label());
    }
  }

  private static DiscoveryMethod discovery(String name) {
    return Arrays.stream(DiscoveryMethod.values())
        .filter(method -> method.label().equals(name.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new SettingsException(
                    KEY + "discovery",
                    name,
                    "allowed are "
                        + Arrays.stream(DiscoveryMethod.values())
                            .map(DiscoveryMethod::label)
                            .collect(Collectors.joining(", "))));
  }

  private static Set<Role> roles(List<String> names) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : names) {
      roles.add(
          Arrays.stream(Role.values())
              .filter(role -> role.label().equals(name.strip().toLowerCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(() -> new SettingsException(KEY + "roles", name, allowedRoles())));
    }
    return roles;
  }

  private static String allowedRoles() {
    return "allowed are "
        + Arrays.stream(Role.values()).map(Role::label).collect(Collectors.joining(" and "));
  }

  /** Returns whether this process is a node of a cluster. */
  public boolean isOn() {
    return isOn(discovery, seedNodes);
  }

  /**
   * Checks that this process is not a node of a cluster.
   *
   * @throws SettingsException with the reason, for the setting that makes it one
   */
  public void requireOff(String reason) {
    if (!seedNodes.isEmpty()) {
      throw new SettingsException(KEY + "seed-nodes", String.join(", ", seedNodes), reason);
    }
    if (isOn()) {
      throw new SettingsException(KEY + "discovery", discovery.label(), reason);
    }
  }

  /**
   * Checks that another port of this process is not also the port for the other nodes.
   *
   * @param key the setting of the other port
   * @param otherHost the address that the other port is bound to
   * @throws SettingsException if both are the same port of the same address
   */
  public void requireOther(String key, String otherHost, int otherPort) {
    String own = bindHost.orElse(host);
    boolean isSameHost = own.equals(otherHost) || ANY.contains(own) || ANY.contains(otherHost);
    if (isOn() && isSameHost && bindPort.orElse(port) == otherPort) {
      throw new SettingsException(
          key, otherPort, "the nodes of the cluster use the same port (" + KEY + "port)");
    }
  }

  private static boolean isOn(DiscoveryMethod discovery, List<String> seedNodes) {
    return discovery != DiscoveryMethod.SEED_NODES || !seedNodes.isEmpty();
  }

  /** Returns whether a text is {@code HOST:PORT}. */
  static boolean isNode(String text) {
    return NODE.matcher(text).matches();
  }

  /** Returns {@code HOST:PORT} of this node. */
  public String address() {
    return host + ":" + port;
  }

  /** Returns the address of a node in Akka's form. */
  static Address akkaAddress(String node) {
    return AddressFromURIString.parse("akka://" + SYSTEM + "@" + node);
  }

  /** Returns the configuration of Akka for a member of the cluster. */
  public Config akka() {
    Map<String, Object> values = new HashMap<>();
    values.put("akka.actor.provider", "cluster");
    values.put(
        "akka.actor.serialization-bindings.\"" + CborSerializable.class.getName() + "\"",
        "jackson-cbor");
    values.put("akka.remote.artery.transport", "tcp");
    values.put("akka.remote.artery.canonical.hostname", host);
    values.put("akka.remote.artery.canonical.port", port);
    values.put("akka.remote.artery.bind.hostname", bindHost.orElse(host));
    values.put("akka.remote.artery.bind.port", bindPort.orElse(port));
    values.put(
        // ClusterFormation joins the seed nodes: Akka itself would begin a cluster if none answers.
        "akka.cluster.seed-nodes", List.of());
    values.put("akka.cluster.roles", roles.stream().map(Role::label).sorted().toList());
    values.put("akka.cluster.split-brain-resolver.stable-after", downAfter.toMillis() + " ms");
    values.putAll(discoveryOfAkka());
    tls.ifPresent(settings -> values.putAll(settings.akka()));
    return ConfigFactory.parseMap(values, "settings of the cluster");
  }

  private Map<String, Object> discoveryOfAkka() {
    Map<String, Object> values = new HashMap<>();
    if (discovery == DiscoveryMethod.CONFIG) {
      values.put(
          ConfigUtil.joinPath("akka", "discovery", "config", "services", serviceName, "endpoints"),
          endpoints.stream()
              .map(
                  node -> {
                    int colon = node.lastIndexOf(':');
                    return Map.of(
                        "host", node.substring(0, colon),
                        "port", Integer.parseInt(node.substring(colon + 1)));
                  })
              .toList());
    } else if (discovery == DiscoveryMethod.KUBERNETES) {
      values.put("akka.discovery.kubernetes-api.use-raw-ip", true);
      values.put("akka.discovery.kubernetes-api.pod-label-selector", "app=%s");
    }
    return values;
  }

  /**
   * Returns the configuration of Akka for a process that is not a member of a cluster. It has no
   * serializers of messages between nodes, whose creation takes a sixth of the time of a start.
   *
   * @param akka with the defaults of Akka
   */
  public static Config withoutMessagesBetweenNodes(Config akka) {
    Map<String, Object> values = new HashMap<>();
    Map<String, Object> serializers = akka.getObject("akka.actor.serializers").unwrapped();
    serializers.forEach(
        (alias, type) -> {
          if (isBetweenNodes(type)) {
            values.put(
                ConfigUtil.joinPath("akka", "actor", "serializers", alias),
                UnusedSerializer.class.getName());
          }
        });
    akka.getObject("akka.actor.serialization-bindings")
        .unwrapped()
        .forEach(
            (type, alias) -> {
              if (isBetweenNodes(serializers.get(alias))) {
                values.put(
                    ConfigUtil.joinPath("akka", "actor", "serialization-bindings", type), "none");
              }
            });
    return ConfigFactory.parseMap(values, "settings of a single node").withFallback(akka);
  }

  private static boolean isBetweenNodes(Object serializer) {
    return BETWEEN_NODES.stream().anyMatch(String.valueOf(serializer)::startsWith);
  }
}
