package network.rei.dau.ingest.run;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import network.rei.dau.ingest.ChunkCoordinator;
import network.rei.dau.ingest.IngestFailureType;
import org.junit.jupiter.api.Test;

/** A run over chunks 0 to 4, of 10 blocks each, newest first. */
class AssignmentsTest {

  private final Set<ActorRef<ChunkCoordinator.Command>> excluded = new HashSet<>();
  private final ChunkPlan plan = plan(49);
  private final Assignments assignments = new Assignments(plan, excluded::contains);
  private final ActorRef<ChunkCoordinator.Command> one =
      TestInbox.<ChunkCoordinator.Command>create("one").getRef();
  private final ActorRef<ChunkCoordinator.Command> other =
      TestInbox.<ChunkCoordinator.Command>create("other").getRef();

  @Test
  void shouldFillTheSlotsOfACoordinatorThatReports() {
    assertThat(chunks(report(one, 2, List.of()), one)).containsExactly(4L, 3L);
  }

  @Test
  void shouldSendAllTasksToAcknowledgeAnOutcome() {
    List<ChunkTask> first = tasks(report(one, 2, List.of()), one);

    List<RunEffect.AssignWork> work =
        report(one, 2, List.of(first.get(1).ticket()), stored(first.get(0)));

    assertThat(chunks(work, one)).containsExactly(3L, 2L);
  }

  @Test
  void shouldRepeatWorkThatWasLost() {
    List<ChunkTask> lost = tasks(report(one, 2, List.of()), one);

    assertThat(tasks(report(one, 2, List.of()), one)).isEqualTo(lost);
  }

  @Test
  void shouldSendNothingToACoordinatorThatMissesNothing() {
    long ticket = tasks(report(one, 1, List.of()), one).get(0).ticket();

    assertThat(report(one, 1, List.of(ticket))).isEmpty();
  }

  @Test
  void shouldCountAnOutcomeOnceHoweverOftenItIsReported() {
    ChunkTask task = tasks(report(one, 1, List.of()), one).get(0);

    List<RunEffect.AssignWork> first = report(one, 1, List.of(), stored(task));
    List<RunEffect.AssignWork> second = report(one, 1, List.of(), stored(task));

    assertThat(plan.blocksFetched()).isEqualTo(10);
    assertThat(chunks(first, one)).isEqualTo(chunks(second, one)).containsExactly(3L);
  }

  @Test
  void shouldAssignTheTasksOfACoordinatorThatIsGoneToAnother() {
    report(one, 2, List.of());
    assertThat(chunks(report(other, 5, List.of()), other)).containsExactly(2L, 1L, 0L);

    List<RunEffect.AssignWork> work = assignments.coordinatorGone(one);

    assertThat(chunks(work, other)).containsExactly(2L, 1L, 0L, 4L, 3L);
    assertThat(assignments.coordinators()).containsExactly(other);
  }

  @Test
  void shouldSpreadChunksOverTheCoordinators() {
    ChunkPlan later = plan(-1);
    Assignments shared = new Assignments(later, one -> false);
    shared.reported(one, 4, List.of(), List.of());
    shared.reported(other, 4, List.of(), List.of());

    List<RunEffect.AssignWork> work = shared.headMoved(39);

    assertThat(tasks(work, one)).hasSize(2);
    assertThat(tasks(work, other)).hasSize(2);
  }

  @Test
  void shouldEndTheTasksAboveALowerHeadAndAssignOthers() {
    Assignments following = new Assignments(plan(1_000_000_000), one -> false);
    following.reported(one, 2, List.of(), List.of());

    List<RunEffect.AssignWork> work = following.headMoved(29);

    assertThat(chunks(work, one)).containsExactly(2L, 1L);
  }

  @Test
  void shouldAssignNewBlocksAtTheHeadBeyondTheSlots() {
    List<ChunkTask> all = tasks(report(one, 2, List.of()), one);
    List<ChunkTask> next =
        tasks(report(one, 2, List.of(all.get(1).ticket()), stored(all.get(0))), one);
    assertThat(next)
        .as("the slots are in use")
        .extracting(ChunkTask::index)
        .containsExactly(3L, 2L);

    List<RunEffect.AssignWork> work = assignments.headMoved(51);

    assertThat(chunks(work, one)).containsExactly(3L, 2L, 5L);
    assertThat(assignments.headMoved(63)).as("only one chunk more").isEmpty();
  }

  @Test
  void shouldGiveAChunkThatFailsOnANodeToAnotherAndTheNodeNoMore() {
    ChunkTask task = tasks(report(one, 1, List.of()), one).get(0);
    report(other, 2, List.of());

    List<RunEffect.AssignWork> failed = report(one, 1, List.of(), gaveUp(task));
    assertThat(chunks(failed, one)).isEmpty();
    assertThat(plan.missing()).isEmpty();

    List<ChunkTask> others = otherTasks();
    List<RunEffect.AssignWork> work = report(other, 2, List.of(), stored(others.get(0)));
    assertThat(chunks(work, other)).contains(task.index());
    assertThat(report(one, 1, List.of())).as("it is left out").isEmpty();
    for (int reports = 0; reports < 40; reports++) {
      report(one, 1, List.of());
    }
    assertThat(chunks(report(one, 1, List.of()), one)).as("it is tried again").hasSize(1);
  }

  @Test
  void shouldCountAChunkAsFailedIfNoNodeWorks() {
    ChunkTask task = tasks(report(one, 1, List.of()), one).get(0);
    ChunkTask second = tasks(report(other, 1, List.of()), other).get(0);
    List<RunEffect.AssignWork> failed = report(one, 1, List.of(), gaveUp(task));
    assertThat(chunks(failed, one)).isEmpty();

    List<RunEffect.AssignWork> work = report(other, 1, List.of(), gaveUp(second));

    assertThat(plan.missing()).containsExactly(second.index());
    assertThat(work).isNotEmpty();
  }

  @Test
  void shouldGiveAnExcludedCoordinatorNothingNotEvenIfItIsTheOnlyOne() {
    excluded.add(one);

    assertThat(report(one, 2, List.of())).isEmpty();

    assertThat(chunks(report(other, 2, List.of()), other)).containsExactly(4L, 3L);
    assertThat(assignments.headMoved(51)).as("the head is not waited for").hasSize(1);
    excluded.clear();
    assertThat(chunks(assignments.excludedChanged(), one)).containsExactly(2L, 1L);
  }

  @Test
  void shouldGiveTheTasksOfACoordinatorThatStaysExcludedToAnother() {
    List<ChunkTask> tasks = tasks(report(one, 2, List.of()), one);
    report(other, 5, List.of());
    excluded.add(one);
    for (int reminder = 1; reminder < Assignments.REMINDERS_WITH_TASKS; reminder++) {
      assertThat(assignments.reminderDue()).as("it keeps the blocks that it has").isEmpty();
    }

    List<RunEffect.AssignWork> work = assignments.reminderDue();

    assertThat(chunks(work, one)).isEmpty();
    assertThat(chunks(work, other)).containsExactly(2L, 1L, 0L, 4L, 3L);
    report(one, 2, List.of(), stored(tasks.get(0)));
    assertThat(plan.blocksFetched()).as("a late outcome is ignored").isZero();
  }

  @Test
  void shouldLeaveTheTasksOfACoordinatorThatIsExcludedForAMoment() {
    report(one, 2, List.of());
    report(other, 5, List.of());
    for (int times = 0; times < 3; times++) {
      excluded.add(one);
      for (int reminder = 1; reminder < Assignments.REMINDERS_WITH_TASKS; reminder++) {
        assertThat(assignments.reminderDue()).isEmpty();
      }
      excluded.clear();
      assertThat(assignments.reminderDue()).isEmpty();
    }
  }

  @Test
  void shouldCountAChunkAsFailedWhenEachNodeHasTriedItOnce() {
    ChunkPlan oneChunk = plan(9);
    Assignments shared = new Assignments(oneChunk, coordinator -> false);
    ChunkTask first = tasks(shared.reported(one, 1, List.of(), List.of()), one).get(0);
    shared.reported(other, 1, List.of(), List.of());
    ChunkTask second =
        tasks(shared.reported(one, 1, List.of(), List.of(gaveUp(first))), other).get(0);
    for (int reports = 0; reports < 40; reports++) {
      shared.reported(one, 1, List.of(), List.of());
    }

    shared.reported(other, 1, List.of(), List.of(gaveUp(second)));

    assertThat(oneChunk.missing()).containsExactly(0L);
    assertThat(oneChunk.isFinished()).isTrue();
  }

  private List<ChunkTask> otherTasks() {
    return tasks(report(other, 2, List.of()), other);
  }

  private static ChunkCoordinator.ChunkEnded gaveUp(ChunkTask task) {
    return new ChunkCoordinator.ChunkEnded(
        task, new ChunkOutcome.GaveUp(IngestFailureType.STORE, "the store is away"));
  }

  private static ChunkPlan plan(long head) {
    return new ChunkPlan(1, 1, 10, 0, OptionalLong.empty(), head, List.of(), Map.of());
  }

  private static ChunkCoordinator.ChunkEnded stored(ChunkTask task) {
    return new ChunkCoordinator.ChunkEnded(task, new ChunkOutcome.Stored(task.to(), blocks(task)));
  }

  private List<RunEffect.AssignWork> report(
      ActorRef<ChunkCoordinator.Command> coordinator,
      int slots,
      List<Long> inProgress,
      ChunkCoordinator.ChunkEnded... ended) {
    return assignments.reported(coordinator, slots, inProgress, Arrays.asList(ended));
  }

  private static List<ChunkTask> tasks(
      List<RunEffect.AssignWork> work, ActorRef<ChunkCoordinator.Command> coordinator) {
    List<RunEffect.AssignWork> own =
        work.stream().filter(effect -> effect.coordinator().equals(coordinator)).toList();
    assertThat(own).as("messages to %s", coordinator).hasSize(1);
    return own.get(0).tasks();
  }

  private static List<Long> chunks(
      List<RunEffect.AssignWork> work, ActorRef<ChunkCoordinator.Command> coordinator) {
    return tasks(work, coordinator).stream().map(ChunkTask::index).toList();
  }

  private static long blocks(ChunkTask task) {
    return task.to() - task.from() + 1;
  }
}
