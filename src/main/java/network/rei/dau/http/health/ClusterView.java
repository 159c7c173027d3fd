package network.rei.dau.http.health;

import java.util.List;

/**
 * The nodes of the cluster, as the answering node sees them. Nodes are named {@code HOST:PORT}.
 *
 * @param self the answering node
 * @param leader that lets nodes in and out; null while there is none
 * @param ingestLeader that decides what is fetched; null while there is none
 * @param members all of them, by name
 * @param unreachable those that some node cannot reach
 */
public record ClusterView(
    String self,
    String leader,
    String ingestLeader,
    List<Member> members,
    List<String> unreachable) {

  /**
   * A node.
   *
   * @param roles {@code api} and {@code ingest}
   * @param status {@code joining}, {@code weaklyup}, {@code up}, {@code leaving}, {@code exiting}
   *     or {@code down}
   */
  public record Member(String address, List<String> roles, String status, boolean reachable) {}
}
