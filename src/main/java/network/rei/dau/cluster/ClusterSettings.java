package network.rei.dau.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
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
 * Whether and how this process is one of several nodes ({@code rei-dau.cluster}).
 *
 * @param seedNodes {@code HOST:PORT} of some nodes of the cluster, the same in the same order on
 *     all of them; the first begins the cluster, if there is none yet. Empty for a node alone
 * @param host under which other nodes reach this one
 * @param port for other nodes
 * @param bindHost address that is listened on, if it is another one
 * @param bindPort port that is listened on, if it is another one
 * @param roles what this node does, if it is not alone ({@link Membership#has})
 * @param downAfter for so long must the members have seen the same of each other before those that
 *     cannot be reached are removed
 * @param tls without it nodes trust whoever reaches their port
 */
public record ClusterSettings(
    List<String> seedNodes,
    String host,
    int port,
    Optional<String> bindHost,
    Optional<Integer> bindPort,
    Set<Role> roles,
    Duration downAfter,
    Optional<TlsSettings> tls) {

  static final String KEY = "rei-dau.cluster.";

  /** Of the actor system: a part of every node's address. */
  public static final String SYSTEM = "rei-dau";

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+]");
  private static final Pattern NODE = Pattern.compile("(" + HOST + "):([0-9]{1,5})");

  public ClusterSettings {
    seedNodes = List.copyOf(seedNodes);
    roles = Set.copyOf(roles);
    for (String node : seedNodes) {
      if (!NODE.matcher(node).matches()) {
        throw new SettingsException(KEY + "seed-nodes", node, "HOST:PORT is needed of each");
      }
    }
    if (!seedNodes.isEmpty() && !HOST.matcher(host).matches()) {
      throw new SettingsException(
          KEY + "host",
          host,
          "the name or address is needed under which other nodes reach this one");
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
        source.texts(KEY + "seed-nodes"),
        source.text(KEY + "host").strip(),
        source.number(KEY + "port"),
        Optional.of(source.text(KEY + "bind-host").strip()).filter(host -> !host.isEmpty()),
        Optional.of(source.number(KEY + "bind-port")).filter(port -> port != 0),
        roles(source.texts(KEY + "roles")),
        source.time(KEY + "down-after"),
        TlsSettings.from(source));
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

  /** Whether this process is one of several nodes. */
  public boolean isOn() {
    return !seedNodes.isEmpty();
  }

  /** The node as others call it. */
  public String address() {
    return host + ":" + port;
  }

  /** What makes an actor system a member of the cluster. */
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
        "akka.cluster.seed-nodes",
        seedNodes.stream().map(node -> "akka://" + SYSTEM + "@" + node).toList());
    values.put("akka.cluster.roles", roles.stream().map(Role::label).sorted().toList());
    values.put("akka.cluster.split-brain-resolver.stable-after", downAfter.toMillis() + " ms");
    tls.ifPresent(settings -> values.putAll(settings.akka()));
    return ConfigFactory.parseMap(values, "the cluster's settings");
  }
}
