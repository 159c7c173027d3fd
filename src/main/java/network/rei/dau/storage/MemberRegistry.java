package network.rei.dau.storage;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Keeps the nodes of a cluster in the store that they share, so that a node that starts knows
 * whether a cluster exists. Clusters are numbered in the order in which they are formed, and at
 * most one of them, the last, exists as far as the store knows. Ages are measured by the clock of
 * the database.
 *
 * <p>Every method blocks for a few seconds at most, is one transaction, and throws {@link
 * StorageException} if the store cannot be read or written.
 */
public interface MemberRegistry extends AutoCloseable {

  /** The number of a node that is not a member of a cluster. */
  long NO_CLUSTER = 0;

  /**
   * The number of a node that is a member of a cluster whose number it does not know: nodes of an
   * earlier version formed it.
   */
  long UNNUMBERED = -1;

  /**
   * A process of a node.
   *
   * @param address {@code HOST:PORT}
   * @param uid the number of the process; a node that is started again has another one
   */
  record Node(String address, long uid) {}

  /**
   * The row of a node.
   *
   * @param cluster the number of the cluster of which the node is a member, {@link #NO_CLUSTER} or
   *     {@link #UNNUMBERED}
   * @param renewedAt when the node renewed the row, in milliseconds of the clock of the database
   * @param age how long ago that was
   */
  record Entry(Node node, long cluster, long renewedAt, Duration age) {

    /** Returns whether the node is a member of a cluster that no later one has replaced. */
    public boolean isMember(long lastCluster) {
      return cluster == UNNUMBERED || (cluster != NO_CLUSTER && cluster == lastCluster);
    }

    /** Returns whether the row was renewed within a time. */
    public boolean isRenewed(Duration within) {
      return age.compareTo(within) < 0;
    }
  }

  /**
   * The registry at one time.
   *
   * @param cluster the number of the cluster that was formed last; {@link #NO_CLUSTER} if none was
   * @param entries of all nodes, including the reader
   */
  record Reading(long cluster, List<Entry> entries) {

    public Reading {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Writes or renews the row of a node, and returns the registry afterwards.
   *
   * @param cluster the number of the cluster of which it is a member, {@link #NO_CLUSTER} or {@link
   *     #UNNUMBERED}
   */
  Reading renew(Node self, long cluster);

  /**
   * Begins a cluster whose first member is a node. Of several nodes that try at once, one succeeds.
   *
   * @param members of the cluster that the node is already a member of, if that has no number yet
   * @param after the number of the cluster that was formed last, as the node has read it
   * @param living a member that renewed its row within this time is alive
   * @return the number of the cluster; empty if another cluster was formed since, or if a living
   *     member of another cluster has a row
   */
  OptionalLong begin(Node self, Set<Node> members, long after, Duration living);

  /** Removes the row of a process that ends. */
  void remove(Node self);

  @Override
  void close();
}
