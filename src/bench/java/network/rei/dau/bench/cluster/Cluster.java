package network.rei.dau.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The nodes. A thread starts those that ended, and reads twice a second how each sees the cluster.
 */
final class Cluster implements AutoCloseable {

  /** The exit code of a node that was removed from the cluster. */
  private static final int REMOVED = 75;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 500;

  /** How long two clusters are tolerated while no fault separates nodes. */
  private static final long TWO_CLUSTERS_NANOS = Duration.ofMinutes(2).toNanos();

  private static final long START_NANOS = Duration.ofMinutes(5).toNanos();
  private static final int QUOTED = 6;

  private final List<Member> members;
  private final Outages outages;
  private final Findings findings;
  private final ObjectMapper json = new ObjectMapper();
  private Background supervision;

  /** How each node that answers sees the cluster. */
  private final Map<Integer, JsonNode> views = new TreeMap<>();

  private long oneSince = System.nanoTime();
  private volatile boolean storeFails;

  Cluster(List<Member> members, Outages outages, Findings findings) {
    this.members = members;
    this.outages = outages;
    this.findings = findings;
  }

  List<Member> members() {
    return members;
  }

  /** Starts all nodes, and supervises them from then on. */
  void start() throws IOException {
    for (Member member : members) {
      member.start();
    }
    supervision = Background.start("cluster", this::run);
  }

  /** Sets whether PostgreSQL fails, so that a start may fail. */
  void storeFails(boolean fails) {
    storeFails = fails;
  }

  private void run() throws InterruptedException {
    try {
      while (true) {
        for (Member member : members) {
          Integer code = member.supervise();
          if (code != null && code != REMOVED && !storeFails) {
            findings.add(
                "exit code " + code,
                "node " + member.index() + " ended by itself: " + member.problems(QUOTED));
          }
          view(member);
        }
        detectTwo();
        Thread.sleep(POLL_MILLIS);
      }
    } catch (IOException e) {
      findings.add("supervision", e.toString());
    }
  }

  private void view(Member member) throws InterruptedException {
    JsonNode seen = null;
    if (!outages.isOpen(member.index())) {
      try {
        seen = json.readTree(member.get("/health", TIMEOUT).body()).path("cluster");
      } catch (IOException e) {
        // The client judges whether the node has to answer.
      }
    }
    synchronized (this) {
      if (seen == null || !seen.hasNonNull("members")) {
        views.remove(member.index());
      } else {
        views.put(member.index(), seen);
      }
    }
  }

  /**
   * Finds nodes that each know only of themselves or of a part, and starts the smaller part again.
   */
  private void detectTwo() {
    Optional<Member> apart = apart();
    if (apart.isEmpty()) {
      oneSince = System.nanoTime();
    } else if (System.nanoTime() - oneSince > TWO_CLUSTERS_NANOS) {
      findings.add(
          "two clusters", "node " + apart.get().index() + " is in another one: " + views());
      oneSince = System.nanoTime();
      apart.get().kill();
      apart.get().release();
    }
  }

  /** Notes that a fault separates nodes, so that several clusters are no fault of theirs. */
  void separated() {
    oneSince = System.nanoTime();
  }

  private synchronized String views() {
    return views.toString();
  }

  /** Returns a node that another one does not know, and that does not know the other one. */
  private synchronized Optional<Member> apart() {
    for (Map.Entry<Integer, JsonNode> one : views.entrySet()) {
      for (Map.Entry<Integer, JsonNode> other : views.entrySet()) {
        Set<String> first = up(one.getValue());
        Set<String> second = up(other.getValue());
        if (!first.contains(members.get(other.getKey()).address())
            && !second.contains(members.get(one.getKey()).address())) {
          return Optional.of(
              members.get(first.size() < second.size() ? one.getKey() : other.getKey()));
        }
      }
    }
    return Optional.empty();
  }

  private static Set<String> up(JsonNode view) {
    Set<String> up = new HashSet<>();
    for (JsonNode member : view.get("members")) {
      if (member.get("status").asText().equals("up") && member.get("reachable").asBoolean()) {
        up.add(member.get("address").asText());
      }
    }
    return up;
  }

  /** Returns the leader of the ingest, as most nodes see it. */
  synchronized Optional<Member> leader() {
    Map<String, Integer> votes = new TreeMap<>();
    views
        .values()
        .forEach(view -> votes.merge(view.path("ingestLeader").asText(), 1, Integer::sum));
    return members.stream()
        .filter(member -> votes.containsKey(member.address()))
        .max((a, b) -> votes.get(a.address()) - votes.get(b.address()));
  }

  /** Returns a node that is not the leader; of two, one by a number. */
  Member follower(int number) {
    Optional<Member> leader = leader();
    List<Member> followers =
        members.stream().filter(member -> leader.isEmpty() || member != leader.get()).toList();
    return followers.get(number % followers.size());
  }

  /** Returns why the nodes do not form one cluster with one leader, or an empty string. */
  synchronized String disunity() {
    Set<String> all = new HashSet<>();
    members.forEach(member -> all.add(member.address()));
    Set<String> leaders = new HashSet<>();
    for (JsonNode view : views.values()) {
      leaders.add(view.path("ingestLeader").asText());
      if (!up(view).equals(all)) {
        return "not all nodes are up: " + views;
      }
    }
    return views.size() == members.size() && leaders.size() == 1 ? "" : "views differ: " + views;
  }

  /** Waits until the nodes form one cluster; returns the seconds, or infinity if they do not. */
  double awaitUnity(long atMostMillis) throws InterruptedException {
    long begin = System.nanoTime();
    while (!disunity().isEmpty()) {
      if ((System.nanoTime() - begin) / 1_000_000 > atMostMillis) {
        return Double.POSITIVE_INFINITY;
      }
      Thread.sleep(POLL_MILLIS / 2);
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  /** Waits until a node that was terminated or killed was started, is ready, and is a member. */
  void awaitStart(Member member) throws InterruptedException {
    int before = member.starts();
    long begin = System.nanoTime();
    boolean up = false;
    while (!up) {
      if (System.nanoTime() - begin > START_NANOS) {
        findings.add("start", "node " + member.index() + " is not up after 5 minutes");
        return;
      }
      Thread.sleep(POLL_MILLIS / 2);
      up = member.starts() > before && !outages.isOpen(member.index()) && disunity().isEmpty();
    }
  }

  @Override
  public void close() {
    if (supervision != null) {
      supervision.close();
    }
    members.forEach(Member::close);
  }
}
