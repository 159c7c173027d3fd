package network.rei.dau.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import network.rei.dau.cluster.Formation.Begin;
import network.rei.dau.cluster.Formation.End;
import network.rei.dau.cluster.Formation.Join;
import network.rei.dau.cluster.Formation.JoinSelf;
import network.rei.dau.cluster.Formation.Stay;
import network.rei.dau.cluster.Formation.Step;
import network.rei.dau.cluster.Formation.Wait;
import network.rei.dau.storage.MemberRegistry;
import network.rei.dau.storage.MemberRegistry.Entry;
import network.rei.dau.storage.MemberRegistry.Node;
import network.rei.dau.storage.MemberRegistry.Reading;
import org.junit.jupiter.api.Test;

class FormationTest {

  private static final Node A = new Node("a:2551", 1);
  private static final Node A_BEFORE = new Node("a:2551", 9);
  private static final Node B = new Node("b:2551", 2);
  private static final Node C = new Node("c:2551", 3);
  private static final List<String> SEEDS = List.of("a:2551", "b:2551");
  private static final long NONE = MemberRegistry.NO_CLUSTER;

  private final Formation formation = new Formation(A, SEEDS);

  /** The clock of the database and of the node, in milliseconds. */
  private long now = 1_000_000;

  private long lastCluster = 1;
  private final List<Entry> entries = new ArrayList<>();

  @Test
  void shouldBeginAtOnceIfTheOtherSeedNodesWaitAsWell() {
    row(B, NONE, 1_000);

    assertThat(next()).isEqualTo(new Begin(1));
  }

  @Test
  void shouldBeginAtOnceIfItIsTheOnlySeedNode() {
    Formation alone = new Formation(A, List.of("a:2551", "a:2551"));

    assertThat(alone.next(reading(), Set.of(), time())).isEqualTo(new Begin(1));
  }

  @Test
  void shouldTrySeedNodesOfWhichTheStoreKnowsNothingBeforeItBegins() {
    assertThat(next()).isInstanceOf(Join.class);
    assertThat(((Join) next()).addresses()).containsExactly("b:2551");

    assertThat(readFor(Formation.JOIN_TIMEOUT.minusSeconds(1))).isInstanceOf(Join.class);
    assertThat(readFor(Duration.ofSeconds(1))).isEqualTo(new Begin(1));
  }

  @Test
  void shouldNeverBeginWhileAMemberIsAlive() {
    for (int second = 0; second < 3600; second++) {
      entries.clear();
      row(C, 1, 0);
      Step step = next();
      assertThat(step).isInstanceOf(Join.class);
      assertThat(((Join) step).addresses()).containsExactly("b:2551", "c:2551");
      assertThat(((Join) step).living()).containsExactly("c:2551");
      now += 1_000;
    }
  }

  @Test
  void shouldBeginWhenTheLastMemberHasNotRenewedItsRowForATime() {
    row(B, 1, 0);

    assertThat(readFor(Formation.LIVING.minusSeconds(1))).isInstanceOf(Join.class);
    assertThat(readFor(Formation.JOIN_TIMEOUT)).isEqualTo(new Begin(1));
  }

  @Test
  void shouldWatchOldRowsBecauseTheStoreMayHaveBeenAwayForTheMembersToo() {
    row(B, 1, 120_000);
    readFor(Formation.JOIN_TIMEOUT.plusSeconds(5));
    formation.unreadable();
    now += 120_000;

    assertThat(readFor(Formation.LIVING.minusSeconds(1))).isInstanceOf(Join.class);

    entries.clear();
    row(B, 1, 0);
    assertThat(next()).isInstanceOf(Join.class);
  }

  @Test
  void shouldNotCountAPauseOfItsOwnAsTimeInWhichItHasWatched() {
    row(B, 1, 120_000);
    readFor(Formation.JOIN_TIMEOUT.minusSeconds(10));
    now += 60_000;

    assertThat(next()).isInstanceOf(Join.class);
  }

  @Test
  void shouldIgnoreItsOwnEarlierProcess() {
    row(A_BEFORE, 1, 0);
    row(B, NONE, 0);

    assertThat(next()).isEqualTo(new Begin(1));
  }

  @Test
  void shouldIgnoreMembersOfAnEarlierCluster() {
    lastCluster = 5;
    row(C, 4, 0);
    row(B, NONE, 0);

    assertThat(next()).isEqualTo(new Begin(5));
  }

  @Test
  void shouldNotBeginBesideMembersOfAnEarlierVersionWhoseClusterHasNoNumber() {
    lastCluster = 0;
    row(C, MemberRegistry.UNNUMBERED, 0);
    row(B, NONE, 0);

    assertThat(next()).isInstanceOf(Join.class);
  }

  @Test
  void shouldWaitWithoutANodeToJoinWhileItIsUnknownWhetherTheLastMemberIsAlive() {
    Formation alone = new Formation(A, List.of("a:2551"));
    row(C, 1, 60_000);

    assertThat(alone.next(reading(), Set.of(), time()))
        .isEqualTo(
            new Wait(
                "it waits whether c:2551, the last members that the store names, are still alive"));
  }

  @Test
  void shouldJoinMembersThatTheStoreNamesAlsoIfItIsTheOnlySeedNode() {
    Formation alone = new Formation(A, List.of("a:2551"));
    row(C, 1, 0);

    Step step = alone.next(reading(), Set.of(), time());
    assertThat(((Join) step).addresses()).containsExactly("c:2551");
  }

  @Test
  void shouldWaitUntilNodesAreDiscoveredHoweverLongItTakes() {
    Formation discovering = new Formation(A, List.of());

    assertThat(discovering.next(reading(), Set.of(), time()))
        .isEqualTo(new Wait("it waits until other nodes are discovered"));
    now += 3_600_000;
    discovering.undiscovered("no answer");
    assertThat(discovering.next(reading(), Set.of(), time()))
        .isEqualTo(new Wait("the other nodes cannot be discovered: no answer"));
  }

  @Test
  void shouldNotBeginBeforeTheDiscoveredAddressesAreStable() {
    Formation discovering = new Formation(A, List.of());
    row(B, NONE, 0);
    row(C, NONE, 0);
    discovering.discovered(List.of("a:2551"), time());
    now += Formation.SETTLED.toMillis() - 1;
    assertThat(discovering.next(reading(), Set.of(), time()))
        .isEqualTo(new Wait("it waits whether other nodes are discovered"));

    discovering.discovered(List.of("b:2551", "a:2551"), time());
    now += 1;
    assertThat(discovering.next(reading(), Set.of(), time()))
        .isEqualTo(
            new Join(
                Set.of("b:2551"),
                Set.of(),
                "it waits for an answer of the discovered nodes b:2551"));

    now += Formation.SETTLED.toMillis();
    entries.clear();
    row(B, NONE, 0);
    discovering.discovered(List.of("a:2551", "b:2551"), time());
    assertThat(discovering.next(reading(), Set.of(), time())).isEqualTo(new Begin(1));
  }

  @Test
  void shouldTryDiscoveredNodesOfWhichTheStoreKnowsNothingBeforeItBegins() {
    Formation discovering = new Formation(A, List.of());
    discovering.discovered(SEEDS, time());
    now += Formation.JOIN_TIMEOUT.toMillis() - 1;
    assertThat(discovering.next(reading(), Set.of(), time())).isInstanceOf(Join.class);

    now += 1;
    assertThat(discovering.next(reading(), Set.of(), time())).isEqualTo(new Begin(1));
  }

  @Test
  void shouldNotBeginAfterALookupHasFailedUntilAddressesAreStableAgain() {
    Formation discovering = new Formation(A, List.of());
    discovering.discovered(List.of("a:2551"), time());
    now += Formation.SETTLED.toMillis();
    discovering.undiscovered("no answer");
    assertThat(discovering.next(reading(), Set.of(), time())).isInstanceOf(Wait.class);

    discovering.discovered(List.of("a:2551"), time());
    assertThat(discovering.next(reading(), Set.of(), time())).isInstanceOf(Wait.class);
    now += Formation.SETTLED.toMillis();
    assertThat(discovering.next(reading(), Set.of(), time())).isEqualTo(new Begin(1));
  }

  @Test
  void shouldNotBeginWhileItsOwnAddressIsNotDiscovered() {
    Formation discovering = new Formation(A, List.of());
    discovering.discovered(List.of("b:2551"), time());
    now += 3_600_000;

    assertThat(discovering.next(reading(), Set.of(), time()))
        .isEqualTo(
            new Join(
                Set.of("b:2551"),
                Set.of(),
                "its own address a:2551 is not among the discovered ones (b:2551)"));
  }

  @Test
  void shouldJoinMembersThatTheStoreNamesAlsoIfTheyAreNotDiscovered() {
    Formation discovering = new Formation(A, List.of());
    discovering.discovered(List.of("a:2551"), time());
    now += Formation.JOIN_TIMEOUT.toMillis();
    row(C, 1, 0);

    Step step = discovering.next(reading(), Set.of(), time());
    assertThat(((Join) step).addresses()).containsExactly("c:2551");
  }

  @Test
  void shouldJoinItselfUntilItIsAMemberOfTheClusterThatItBegan() {
    formation.begun(2);
    lastCluster = 2;

    assertThat(formation.cluster(false)).isEqualTo(2);
    assertThat(next()).isEqualTo(new JoinSelf());
    assertThat(asMember(A)).isEqualTo(new Stay());
  }

  @Test
  void shouldLearnTheNumberOfTheClusterThatItJoined() {
    row(B, 1, 300_000);
    assertThat(formation.cluster(true)).isEqualTo(MemberRegistry.UNNUMBERED);

    assertThat(asMember(A, B)).isEqualTo(new Stay());
    assertThat(formation.cluster(true)).isEqualTo(1);
  }

  @Test
  void shouldNumberTheClusterThatNodesOfAnEarlierVersionFormed() {
    lastCluster = 0;
    row(B, MemberRegistry.UNNUMBERED, 0);

    assertThat(asMember(A, B, C)).isEqualTo(new Begin(0));
  }

  @Test
  void shouldEndWhenAnotherClusterWasFormed() {
    row(B, 1, 0);
    asMember(A, B);
    lastCluster = 2;

    assertThat(asMember(A, B)).isEqualTo(new End());
  }

  @Test
  void shouldStayHoweverLongTheStoreWasAway() {
    row(B, 1, 0);
    asMember(A, B);
    now += 3_600_000;

    assertThat(asMember(A, B)).isEqualTo(new Stay());
  }

  @Test
  void shouldEndIfTheStoreNamesOnlyMembersOfAnotherCluster() {
    Duration step = Duration.ofSeconds(1);
    for (Duration past = Duration.ZERO;
        past.compareTo(Formation.LIVING) < 0;
        past = past.plus(step)) {
      entries.clear();
      row(C, 1, 0);
      assertThat(asMember(A, B)).isEqualTo(new Stay());
      now += step.toMillis();
    }
    entries.clear();
    row(C, 1, 0);

    assertThat(asMember(A, B)).isEqualTo(new End());
  }

  private void row(Node node, long cluster, long ageMillis) {
    entries.add(new Entry(node, cluster, now - ageMillis, Duration.ofMillis(ageMillis)));
  }

  private Reading reading() {
    return new Reading(
        lastCluster,
        entries.stream()
            .map(
                entry ->
                    new Entry(
                        entry.node(),
                        entry.cluster(),
                        entry.renewedAt(),
                        Duration.ofMillis(now - entry.renewedAt())))
            .toList());
  }

  private Step next() {
    return formation.next(reading(), Set.of(), time());
  }

  private Step asMember(Node... members) {
    return formation.next(reading(), Set.of(members), time());
  }

  /** Reads every half second for a time, and returns the last step. */
  private Step readFor(Duration time) {
    Step step = next();
    for (long past = 0; past < time.toMillis(); past += 500) {
      now += 500;
      step = next();
    }
    return step;
  }

  private Duration time() {
    return Duration.ofMillis(now);
  }
}
