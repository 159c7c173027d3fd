package network.rei.dau.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.rei.dau.storage.MemberRegistry;
import network.rei.dau.storage.MemberRegistry.Entry;
import network.rei.dau.storage.MemberRegistry.Node;
import network.rei.dau.storage.MemberRegistry.Reading;

/**
 * Decides whether a node joins, waits, or begins a cluster, by what the nodes have written into the
 * store. A node begins a cluster only if no other node can be a member of one: none has renewed its
 * row for {@link #LIVING}, while the store could be read.
 *
 * <p>Times are read from any clock that does not go back.
 */
final class Formation {

  /**
   * A member that renewed its row within this time is alive. Members renew it every {@link
   * #MEMBER_INTERVAL}, and their calls to the store end after 5 s.
   */
  static final Duration LIVING = Duration.ofSeconds(15);

  /** The interval in which members renew their rows. */
  static final Duration MEMBER_INTERVAL = Duration.ofSeconds(2);

  /** The interval in which other nodes renew their rows. */
  static final Duration JOIN_INTERVAL = Duration.ofMillis(500);

  /** A node that waits has renewed its row within this time. */
  static final Duration WAITING = Duration.ofSeconds(5);

  /** Discovered addresses are complete when they have not changed for this time. */
  static final Duration SETTLED = Duration.ofSeconds(5);

  /** For this time, a node tries to join nodes of which the store knows nothing. */
  static final Duration JOIN_TIMEOUT = Duration.ofSeconds(20);

  /** What a node does. */
  sealed interface Step {}

  /**
   * Tries to join through other nodes.
   *
   * @param living the members among them that the store names as alive
   */
  record Join(Set<String> addresses, Set<String> living, String reason) implements Step {}

  /**
   * Asks the store for permission to begin a cluster, or to number the one that it is a member of.
   *
   * @param after the number of the last cluster
   */
  record Begin(long after) implements Step {}

  /** Joins itself, after the store has given the permission. */
  record JoinSelf() implements Step {}

  /** Waits and has no node to join. */
  record Wait(String reason) implements Step {}

  /** Remains a member. */
  record Stay() implements Step {}

  /** Ends, because it is a member of a cluster beside the one that the store names. */
  record End() implements Step {}

  private final Node self;
  private final boolean isDiscovering;

  /** The seed nodes or the discovered nodes, without this node. */
  private Set<String> others;

  /** Since when these nodes are known; empty while this node is not one of them. */
  private Optional<Duration> knownSince = Optional.empty();

  private String obstacle = "it waits until other nodes are discovered";
  private final TreeMap<String, Long> renewals = new TreeMap<>();
  private long cluster = MemberRegistry.NO_CLUSTER;
  private Optional<Duration> lastReading = Optional.empty();
  private Duration quietSince = Duration.ZERO;
  private Optional<Duration> strangeSince = Optional.empty();

  /**
   * @param seeds {@code HOST:PORT} of the seed nodes, which may include this node; empty if the
   *     nodes are {@link #discovered}
   */
  Formation(Node self, Collection<String> seeds) {
    this.self = self;
    this.isDiscovering = seeds.isEmpty();
    this.others = new TreeSet<>(seeds);
    others.remove(self.address());
  }

  /** Returns the number to write into the row of this node. */
  long cluster(boolean isMember) {
    return cluster == MemberRegistry.NO_CLUSTER && isMember ? MemberRegistry.UNNUMBERED : cluster;
  }

  /**
   * Notes the addresses of all nodes that were discovered. This node may begin a cluster only if
   * its own address is among them, because otherwise others do not discover it either.
   *
   * @param addresses {@code HOST:PORT} of each node
   */
  void discovered(Collection<String> addresses, Duration now) {
    Set<String> found = new TreeSet<>(addresses);
    boolean isFound = found.remove(self.address());
    if (!isFound) {
      knownSince = Optional.empty();
      obstacle =
          "its own address "
              + self.address()
              + " is not among the discovered ones ("
              + (found.isEmpty() ? "none" : list(found))
              + ")";
    } else if (knownSince.isEmpty() || !found.equals(others)) {
      knownSince = Optional.of(now);
    }
    others = found;
  }

  /** Notes that the nodes cannot be discovered, so that this node begins no cluster. */
  void undiscovered(String reason) {
    knownSince = Optional.empty();
    obstacle = "the other nodes cannot be discovered: " + reason;
  }

  /** Notes that the store has given a cluster its number, whose member this node is or becomes. */
  void begun(long number) {
    cluster = number;
  }

  /** Notes that the store could not be read. */
  void unreadable() {
    lastReading = Optional.empty();
  }

  /**
   * Returns the next step.
   *
   * @param members all members of the cluster including this node; empty if it is not a member
   */
  Step next(Reading reading, Set<Node> members, Duration now) {
    watch(reading, now);
    if (cluster != MemberRegistry.NO_CLUSTER) {
      if (reading.cluster() != cluster) {
        return new End();
      }
      return members.isEmpty() ? new JoinSelf() : new Stay();
    }
    return members.isEmpty() ? outside(reading, now) : unnumbered(reading, members, now);
  }

  private void watch(Reading reading, Duration now) {
    if (!isDiscovering && knownSince.isEmpty()) {
      knownSince = Optional.of(now);
    }
    boolean quiet = lastReading.filter(last -> now.minus(last).compareTo(WAITING) < 0).isPresent();
    for (Entry entry : otherMembers(reading)) {
      Long before = renewals.put(entry.node().address(), entry.renewedAt());
      quiet &= before != null && before == entry.renewedAt();
    }
    if (!quiet) {
      quietSince = now;
    }
    lastReading = Optional.of(now);
  }

  /** A member that does not know the number of its cluster learns it from the other members. */
  private Step unnumbered(Reading reading, Set<Node> members, Duration now) {
    if (reading.entries().stream()
        .filter(this::isOther)
        .filter(entry -> members.contains(entry.node()))
        .anyMatch(
            entry ->
                entry.cluster() == reading.cluster()
                    && entry.cluster() != MemberRegistry.NO_CLUSTER)) {
      cluster = reading.cluster();
      return new Stay();
    }
    boolean isStrange =
        otherMembers(reading).stream()
            .filter(entry -> !members.contains(entry.node()))
            .anyMatch(entry -> entry.isRenewed(LIVING));
    if (!isStrange) {
      strangeSince = Optional.empty();
      return new Begin(reading.cluster());
    }
    Duration since = strangeSince.orElse(now);
    strangeSince = Optional.of(since);
    return now.minus(since).compareTo(LIVING) < 0 ? new Stay() : new End();
  }

  private Step outside(Reading reading, Duration now) {
    Set<String> members = addresses(otherMembers(reading).stream());
    Set<String> living =
        addresses(otherMembers(reading).stream().filter(entry -> entry.isRenewed(LIVING)));
    Set<String> addresses = new TreeSet<>(living);
    addresses.addAll(others);
    if (!living.isEmpty()) {
      return new Join(
          addresses,
          living,
          "it waits for an answer of " + list(living) + ", which the store names as members");
    }
    if (!members.isEmpty() && now.minus(quietSince).compareTo(LIVING) < 0) {
      return joinOrWait(
          addresses,
          "it waits whether "
              + list(members)
              + ", the last members that the store names, are still alive");
    }
    if (!isFirst(reading, now)) {
      return joinOrWait(addresses, whyItIsNotFirst());
    }
    return new Begin(reading.cluster());
  }

  private static Step joinOrWait(Set<String> addresses, String reason) {
    return addresses.isEmpty() ? new Wait(reason) : new Join(addresses, Set.of(), reason);
  }

  /** Returns whether no other node is left that could be a member without a row in the store. */
  private boolean isFirst(Reading reading, Duration now) {
    if (knownSince.isEmpty()) {
      return false;
    }
    Duration known = now.minus(knownSince.get());
    if (isDiscovering && known.compareTo(SETTLED) < 0) {
      return false;
    }
    Set<String> waiting =
        addresses(
            reading.entries().stream()
                .filter(entry -> entry.cluster() == MemberRegistry.NO_CLUSTER)
                .filter(entry -> entry.isRenewed(WAITING)));
    return waiting.containsAll(others) || known.compareTo(JOIN_TIMEOUT) >= 0;
  }

  private String whyItIsNotFirst() {
    if (!isDiscovering) {
      return "it waits for an answer of the seed nodes " + list(others);
    }
    if (knownSince.isEmpty()) {
      return obstacle;
    }
    return others.isEmpty()
        ? "it waits whether other nodes are discovered"
        : "it waits for an answer of the discovered nodes " + list(others);
  }

  /** Returns the rows of other nodes that are members of the last cluster. */
  private List<Entry> otherMembers(Reading reading) {
    return reading.entries().stream()
        .filter(entry -> isOther(entry) && entry.isMember(reading.cluster()))
        .toList();
  }

  private static Set<String> addresses(Stream<Entry> entries) {
    return entries
        .map(entry -> entry.node().address())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean isOther(Entry entry) {
    return !entry.node().address().equals(self.address());
  }

  private static String list(Set<String> addresses) {
    return String.join(", ", addresses);
  }
}
