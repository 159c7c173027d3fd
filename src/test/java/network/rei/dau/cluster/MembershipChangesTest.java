package network.rei.dau.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import network.rei.dau.cluster.Membership.Node;
import network.rei.dau.cluster.MembershipChanges.Change;
import org.junit.jupiter.api.Test;

class MembershipChangesTest {

  private static final Node A = new Node("a:2551", List.of("api", "ingest"), "up", true);
  private static final Node B = new Node("b:2551", List.of("api"), "up", true);

  @Test
  void shouldReportNothingIfNothingHasChanged() {
    assertThat(MembershipChanges.between(cluster("a:2551", A, B), cluster("a:2551", A, B)))
        .isEmpty();
  }

  @Test
  void shouldReportJoiningAndLeavingNodesWithTheirRoles() {
    assertThat(sentences(cluster("a:2551", A), cluster("a:2551", A, B)))
        .containsExactly("The node b:2551 with the roles api is up");
    assertThat(
            sentences(
                cluster("a:2551", A, B),
                cluster("a:2551", A, new Node("b:2551", List.of("api"), "exiting", true))))
        .containsExactly("The node b:2551 with the roles api is exiting");
    assertThat(sentences(cluster("a:2551", A, B), cluster("a:2551", A)))
        .containsExactly("The node b:2551 is no member any more");
  }

  @Test
  void shouldWarnOfANodeThatCannotBeReached() {
    Node lost = new Node("b:2551", List.of("api"), "up", false);

    assertThat(MembershipChanges.between(cluster("a:2551", A, B), cluster("a:2551", A, lost)))
        .containsExactly(new Change("The node b:2551 cannot be reached", true));
    assertThat(sentences(cluster("a:2551", A, lost), cluster("a:2551", A, B)))
        .containsExactly("The node b:2551 can be reached again");
  }

  @Test
  void shouldReportTheLeaders() {
    assertThat(sentences(cluster("b:2551", A, B), cluster("a:2551", A, B)))
        .containsExactly(
            "This node is the leader of the cluster",
            "This node runs the supervisor of the ingest");
    assertThat(sentences(cluster("a:2551", A, B), cluster("b:2551", A, B)))
        .containsExactly(
            "The node b:2551 is the leader of the cluster",
            "The node b:2551 runs the supervisor of the ingest");
    assertThat(
            sentences(
                cluster("a:2551", A, B),
                new Membership(
                    "a:2551", Optional.empty(), Optional.empty(), List.of(A, B), Optional.empty())))
        .containsExactly("The cluster has no leader", "No node runs the supervisor of the ingest");
  }

  private static List<String> sentences(Membership before, Membership after) {
    return MembershipChanges.between(before, after).stream().map(Change::sentence).toList();
  }

  private static Membership cluster(String leader, Node... nodes) {
    return new Membership(
        "a:2551", Optional.of(leader), Optional.of(leader), List.of(nodes), Optional.empty());
  }
}
