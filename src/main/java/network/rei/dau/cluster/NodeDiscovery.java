package network.rei.dau.cluster;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Adapter;
import akka.discovery.Discovery;
import akka.discovery.Lookup;
import akka.discovery.ServiceDiscovery;
import akka.discovery.ServiceDiscovery.Resolved;
import akka.discovery.kubernetes.KubernetesApiServiceDiscovery;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Looks the addresses of all nodes up with Akka Discovery. */
final class NodeDiscovery {

  /** The time between lookups while this node has not joined. */
  static final Duration INTERVAL = Duration.ofSeconds(1);

  /** The limit of a lookup, and then of its failure, which some methods leave out. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** More addresses than a cluster has nodes; the others are ignored. */
  private static final int MAX_NODES = 1000;

  private final ActorSystem<?> system;
  private final ClusterSettings settings;
  private final Executor blocking;

  /** Null before the first lookup and after one that has failed. */
  private volatile ServiceDiscovery method;

  private NodeDiscovery(ActorSystem<?> system, ClusterSettings settings) {
    this.system = system;
    this.settings = settings;
    this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  /** Returns empty if the settings list seed nodes. */
  static Optional<NodeDiscovery> of(ActorSystem<?> system, ClusterSettings settings) {
    return settings.discovery() == DiscoveryMethod.SEED_NODES
        ? Optional.empty()
        : Optional.of(new NodeDiscovery(system, settings));
  }

  /**
   * Returns {@code HOST:PORT} of each node, with the port of this node where none is discovered.
   * Fails if the lookup fails or takes too long. IPv6 addresses are left out, because they have
   * several forms, and a node is reached only at the address that it has in its settings.
   */
  CompletionStage<Set<String>> lookup() {
    return CompletableFuture.supplyAsync(this::method, blocking)
        .thenCompose(found -> found.lookup(Lookup.create(settings.serviceName()), TIMEOUT))
        .orTimeout(TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS)
        .whenComplete(
            (resolved, failure) -> {
              if (failure != null) {
                method = null;
              }
            })
        .thenApply(this::addresses);
  }

  /**
   * Returns the method of the last successful lookup or a new one. The method of Kubernetes reads
   * the token of the pod, which expires and is renewed, only when it is created, and {@link
   * Discovery} creates each method once.
   */
  private ServiceDiscovery method() {
    ServiceDiscovery last = method;
    if (last == null) {
      last =
          settings.discovery() == DiscoveryMethod.KUBERNETES
              ? new KubernetesApiServiceDiscovery(Adapter.toClassic(system))
              : Discovery.get(system).loadServiceDiscovery(settings.discovery().akkaName());
      method = last;
    }
    return last;
  }

  private Set<String> addresses(Resolved resolved) {
    return resolved.getAddresses().stream()
        .map(
            target ->
                target.host()
                    + ":"
                    + target.getPort().map(String::valueOf).orElse(String.valueOf(settings.port())))
        .filter(ClusterSettings::isNode)
        .sorted()
        .limit(MAX_NODES)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
