package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A run over chunks 0 to 4, of 10 blocks each, newest first. */
class AssignmentsTest {

  private static final ActorTestKit KIT = ActorTestKit.create();

  private final RunState state = new RunState(1, 1, 10, 0, 49, List.of());
  private final Assignments assignments = new Assignments(state);
  private final TestProbe<ChunkCoordinator.Command> one = KIT.createTestProbe();
  private final TestProbe<ChunkCoordinator.Command> other = KIT.createTestProbe();

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @Test
  void shouldFillTheSlotsOfWhoReports() {
    report(one, 2, List.of());

    assertThat(told(one)).containsExactly(4L, 3L);
  }

  @Test
  void shouldTellAllThatIsToBeDoneWhenAnOutcomeIsHeard() {
    report(one, 2, List.of());
    List<ChunkTask> first = work(one);

    report(one, 2, List.of(first.get(1).ticket()), stored(first.get(0)));

    assertThat(told(one)).containsExactly(3L, 2L);
  }

  @Test
  void shouldTellAgainWhatWasLost() {
    report(one, 2, List.of());
    List<ChunkTask> lost = work(one);

    report(one, 2, List.of());

    assertThat(work(one)).isEqualTo(lost);
  }

  @Test
  void shouldSayNothingToWhoKnowsAll() {
    report(one, 1, List.of());
    long ticket = work(one).get(0).ticket();

    report(one, 1, List.of(ticket));

    one.expectNoMessage(Duration.ofMillis(20));
  }

  @Test
  void shouldHearOfAnOutcomeOnceHoweverOftenItIsReported() {
    report(one, 1, List.of());
    ChunkTask task = work(one).get(0);

    report(one, 1, List.of(), stored(task));
    report(one, 1, List.of(), stored(task));

    assertThat(state.blocksFetched()).isEqualTo(10);
    assertThat(told(one)).isEqualTo(told(one)).containsExactly(3L);
  }

  @Test
  void shouldGiveWhatOneLeftToAnother() {
    report(one, 2, List.of());
    report(other, 5, List.of());
    assertThat(told(other)).containsExactly(2L, 1L, 0L);

    assignments.gone(one.ref());

    assertThat(told(other)).containsExactly(2L, 1L, 0L, 4L, 3L);
    assertThat(assignments.coordinators()).containsExactly(other.ref());
  }

  @Test
  void shouldHandOutInTurnSoThatNobodyIsIdle() {
    RunState later = new RunState(1, 1, 10, 0, -1, List.of());
    Assignments shared = new Assignments(later);
    for (TestProbe<ChunkCoordinator.Command> coordinator : List.of(one, other)) {
      shared.reported(new RunMessage.Report(1, coordinator.ref(), 4, List.of(), List.of()));
    }

    later.headMoved(39);
    shared.handOut();

    assertThat(told(one)).hasSize(2);
    assertThat(told(other)).hasSize(2);
  }

  private static RunMessage.ChunkEnded stored(ChunkTask task) {
    return new RunMessage.ChunkEnded(task, new ChunkOutcome.Stored(task.to(), task.blocks()));
  }

  private void report(
      TestProbe<ChunkCoordinator.Command> coordinator,
      int slots,
      List<Long> underWay,
      RunMessage.ChunkEnded... ended) {
    assignments.reported(
        new RunMessage.Report(1, coordinator.ref(), slots, underWay, Arrays.asList(ended)));
  }

  private static List<ChunkTask> work(TestProbe<ChunkCoordinator.Command> coordinator) {
    return coordinator.expectMessageClass(ChunkCoordinator.Work.class).tasks();
  }

  private static List<Long> told(TestProbe<ChunkCoordinator.Command> coordinator) {
    return work(coordinator).stream().map(ChunkTask::index).toList();
  }
}
