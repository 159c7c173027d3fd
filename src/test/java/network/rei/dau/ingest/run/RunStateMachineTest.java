package network.rei.dau.ingest.run;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.TestClock;
import network.rei.dau.ingest.ChunkCoordinator;
import network.rei.dau.ingest.IngestFailureType;
import network.rei.dau.ingest.IngestMetrics;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.RunResult;
import network.rei.dau.ingest.StoredBlock;
import network.rei.dau.ingest.TestSettings;
import network.rei.dau.ingest.reorg.ReorgRepair;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.Test;

/** The effects of events, without actors, a chain or a store. */
class RunStateMachineTest {

  private static final Instant NOW = Instant.parse("2023-12-19T18:00:00Z");
  private static final long EPOCH = 7;
  private static final LocalDate DAY = LocalDate.of(2023, 12, 18);
  private static final ChunkOutcome.GaveUp UNREACHABLE =
      new ChunkOutcome.GaveUp(IngestFailureType.UNREACHABLE, "connection refused");

  /** Blocks ten minutes apart, of the 18th and 19th: one day of retention. */
  private static final Ledger LEDGER =
      Ledger.empty()
          .with(LongStream.rangeClosed(48, 50).mapToObj(RunStateMachineTest::record).toList());

  private final ActorRef<RunResult> requester = TestInbox.<RunResult>create().getRef();
  private final ActorRef<ChunkCoordinator.Command> coordinator =
      TestInbox.<ChunkCoordinator.Command>create("one").getRef();
  private final ActorRef<ChunkCoordinator.Command> other =
      TestInbox.<ChunkCoordinator.Command>create("other").getRef();
  private final IngestStatusTracker tracker = new IngestStatusTracker(new IngestMetrics());
  private final TestClock clock = new TestClock(NOW);
  private RunStateMachine machine = machine(TestSettings.following(), false);

  // Which run starts next

  @Test
  void shouldPlanARunThatTakesTheStoreOver() {
    assertThat(effects(machine.runDue()))
        .containsExactly(new RunEffect.PlanRun(1, OptionalLong.empty(), false));
    assertThat(status().processing()).isTrue();
  }

  @Test
  void shouldPlanTheWholeRetentionAtOnceOnDemand() {
    machine = machine(TestSettings.following(), true);

    assertThat(effects(machine.runRequested(requester)))
        .containsExactly(new RunEffect.PlanRun(1, OptionalLong.empty(), true));
  }

  @Test
  void shouldRunOverTheWholeRetentionAfterTheFirstWindowAndReplyThen() {
    machine.runRequested(requester);

    assertThat(effects(machine.planned(plan(false)))).containsExactly(prune(1));
    assertThat(effects(machine.pruned(LEDGER)))
        .containsExactly(new RunEffect.PlanRun(2, OptionalLong.of(EPOCH), false));
    machine.planned(plan(true));

    assertThat(effects(machine.pruned(LEDGER))).containsExactly(reply(completed(5000)));
    assertThat(machine.isInProgress(2)).isFalse();
  }

  @Test
  void shouldNotRunAgainAtOnceOverAChainThatHasNoBlocksYet() {
    machine.runRequested(requester);
    machine.planned(plan(false));

    assertThat(effects(machine.pruned(Ledger.empty()))).containsExactly(reply(completed(-1)));
    assertThat(machine.isInProgress(1)).isFalse();
  }

  @Test
  void shouldSkipARunThatIsDueWhileOneIsInProgress() {
    machine.runDue();

    assertThat(machine.runDue()).isEmpty();
    assertThat(machine.isInProgress(1)).isTrue();
  }

  @Test
  void shouldReplaceFollowingTheHeadByARunThatIsDue() {
    completeARun();
    assertThat(effects(machine.followDue()))
        .containsExactly(new RunEffect.PlanFollow(2, EPOCH, OptionalLong.empty()));

    assertThat(effects(machine.runDue()))
        .containsExactly(new RunEffect.PlanRun(3, OptionalLong.of(EPOCH), false));
    assertThat(machine.isInProgress(2)).isFalse();
    assertThat(machine.isInProgress(3)).isTrue();
  }

  @Test
  void shouldFollowTheHeadAsOftenAsTheChainMakesBlocksUnlessARunFailed() {
    machine = machine(TestSettings.following(Duration.ofHours(1)), false);
    assertThat(machine.followDelay()).isEqualTo(Duration.ofHours(1));

    completeARun();
    assertThat(machine.followDelay()).isEqualTo(Duration.ofMinutes(10));

    machine.runDue();
    machine.failed(UNREACHABLE);
    assertThat(machine.followDelay()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void shouldFollowAnAnnouncedHeadUnlessARunIsStillToSucceed() {
    assertThat(machine.headAnnounced()).as("before the first run").isEmpty();

    completeARun();
    assertThat(effects(machine.headAnnounced()))
        .containsExactly(new RunEffect.PlanFollow(2, EPOCH, OptionalLong.empty()));

    machine.runDue();
    machine.failed(UNREACHABLE);
    assertThat(machine.headAnnounced()).as("after a failed run").isEmpty();
  }

  @Test
  void shouldFollowOnceMoreIfHeadsWereAnnouncedWhileItWasRead() {
    completeARun();
    machine.followDue();
    assertThat(machine.headAnnounced()).isEmpty();
    assertThat(machine.headAnnounced()).isEmpty();

    assertThat(effects(machine.planned(plan(true))))
        .containsExactly(new RunEffect.PlanFollow(3, EPOCH, OptionalLong.empty()));
    assertThat(effects(machine.planned(plan(true)))).isEmpty();
  }

  @Test
  void shouldReadTheHeadOnceMoreIfOneWasAnnouncedWhileItWasReadDuringARun() {
    completeARun();
    machine.runDue();
    machine.planned(planOf(5001, 5250, true, Optional.empty()));
    report(2, coordinator, 1, List.of());
    assertThat(machine.headAnnounced()).containsExactly(new RunEffect.ReadHead(2));
    assertThat(machine.headAnnounced()).isEmpty();

    assertThat(effects(machine.headSeen(5251))).contains(new RunEffect.ReadHead(2));
    assertThat(effects(machine.headSeen(5252))).doesNotContain(new RunEffect.ReadHead(2));
  }

  @Test
  void shouldFollowOnceMoreIfItEndsWhileAnAnnouncedHeadIsRead() {
    completeARun();
    machine.followDue();
    machine.planned(fetching());
    List<ChunkTask> assigned = tasks(report(2, coordinator, 2, List.of()));
    assertThat(machine.headAnnounced()).containsExactly(new RunEffect.ReadHead(2));

    List<RunEffect> ended =
        report(
            2,
            coordinator,
            2,
            List.of(),
            assigned.stream()
                .map(RunStateMachineTest::stored)
                .toArray(ChunkCoordinator.ChunkEnded[]::new));

    assertThat(effects(ended)).contains(new RunEffect.PlanFollow(3, EPOCH, OptionalLong.empty()));
    assertThat(machine.isInProgress(3)).isTrue();
  }

  @Test
  void shouldEndFollowingIfThereIsNoNewBlock() {
    completeARun();
    machine.followDue();

    assertThat(effects(machine.planned(plan(true)))).isEmpty();
    assertThat(machine.isInProgress(2)).isFalse();
  }

  @Test
  void shouldRunInsteadOfFollowingUntilARunHasSucceeded() {
    assertThat(effects(machine.followDue())).hasOnlyElementsOfType(RunEffect.PlanRun.class);
    machine.planned(plan(true));
    assertThat(effects(machine.failed(UNREACHABLE))).isEmpty();
    assertThat(status().lastRun().orElseThrow().result()).isEqualTo(IngestStatus.Result.FAILED);

    assertThat(effects(machine.followDue())).hasOnlyElementsOfType(RunEffect.PlanRun.class);
  }

  @Test
  void shouldContinueFollowingAfterAFailureThatLeavesTheEpochValid() {
    completeARun();
    machine.followDue();
    effects(machine.failed(UNREACHABLE));
    assertThat(status().problems())
        .containsExactly("the head cannot be followed: connection refused");

    assertThat(effects(machine.followDue())).hasOnlyElementsOfType(RunEffect.PlanFollow.class);
  }

  @Test
  void shouldRunInsteadOfFollowingAfterAnotherProcessTookTheStoreOver() {
    completeARun();
    machine.followDue();
    machine.failed(new ChunkOutcome.GaveUp(IngestFailureType.STALE_EPOCH, "epoch 8, not 7"));

    assertThat(effects(machine.followDue()))
        .containsExactly(new RunEffect.PlanRun(3, OptionalLong.empty(), false));
  }

  // Repairs

  @Test
  void shouldRepairBeforeAnythingIsFetched() {
    machine.runDue();

    assertThat(effects(machine.planned(forked())))
        .containsExactly(new RunEffect.Repair(1, Set.of()));
    assertThat(status().errors()).containsEntry("reorganised", 1L);
  }

  @Test
  void shouldRepairIfTheLedgerContradictsItselfAfterPruning() {
    machine.runDue();
    machine.planned(plan(true));
    Ledger contradictory = LEDGER.with(List.of(recordOfAnotherBranch(49)));
    assertThat(contradictory.brokenLink()).isPresent();

    assertThat(effects(machine.pruned(contradictory)))
        .containsExactly(new RunEffect.Repair(1, Set.of()));
  }

  @Test
  void shouldFollowAgainAfterARepairThatNoRunInterrupts() {
    completeARun();
    machine.followDue();
    machine.planned(forked());
    assertThat(machine.runDue()).as("effects of a run that is due during a repair").isEmpty();

    assertThat(effects(machine.repaired(repaired(2))))
        .containsExactly(new RunEffect.PlanFollow(3, 8, OptionalLong.empty()));
  }

  @Test
  void shouldRunAgainAfterARepairAndReplyThen() {
    machine.runRequested(requester);
    machine.planned(forked());

    assertThat(effects(machine.repaired(repaired(2))))
        .containsExactly(new RunEffect.PlanRun(2, OptionalLong.of(8), false));
    machine.planned(plan(true));
    assertThat(effects(machine.pruned(LEDGER)))
        .as("counts the blocks that the repair fetched")
        .containsExactly(
            reply(new RunResult.TaskCompleted(NOW, 5000, 14, 0, List.of(), Duration.ZERO)));
  }

  @Test
  void shouldRunAfterARepairWhileFollowingIfARunWasRequestedInTheMeantime() {
    completeARun();
    machine.followDue();
    machine.planned(forked());
    assertThat(machine.runRequested(requester)).isEmpty();

    assertThat(effects(machine.repaired(repaired(2))))
        .containsExactly(new RunEffect.PlanRun(3, OptionalLong.of(8), false));
    assertThat(effects(machine.failed(UNREACHABLE))).containsExactly(reply(failed(UNREACHABLE)));
  }

  @Test
  void shouldFailAfterARepairThatReplacedNothing() {
    machine.runRequested(requester);
    machine.planned(forked());

    assertThat(effects(machine.repaired(repaired(0))))
        .singleElement()
        .extracting(effect -> ((RunResult.TaskFailed) ((RunEffect.Reply) effect).result()).type())
        .isEqualTo(IngestFailureType.REORGANISED);
    assertThat(machine.isInProgress(1)).isFalse();
  }

  @Test
  void shouldDeleteDetachedRecordsThatEachCheckOfFiveMinutesHasFound() {
    Set<StoredBlock> found = Set.of(new StoredBlock(90_099, TestBlocks.hash(7), 1));
    completeARun();
    for (long run = 2; run < 4; run++) {
      effects(machine.followDue());
      assertThat(effects(machine.planned(detached(found)))).isEmpty();
      clock.pass(Duration.ofSeconds(150));
    }
    effects(machine.followDue());

    assertThat(effects(machine.planned(detached(found))))
        .containsExactly(new RunEffect.Repair(4, found));
    assertThat(status().problems().toString()).contains("block 90099", "no endpoint serves");
    assertThat(effects(machine.repaired(repaired(2))))
        .containsExactly(new RunEffect.PlanFollow(5, 8, OptionalLong.empty()));
  }

  @Test
  void shouldReportAReorganisationUntilItIsRepaired() {
    machine.runDue();
    effects(machine.planned(forked()));
    assertThat(status().problems())
        .containsExactly(
            "the chain was reorganised and the records are being repaired: block 5000 has another"
                + " hash");

    effects(machine.repaired(repaired(2)));

    assertThat(status().problems()).isEmpty();
  }

  // Blocks that cannot be had

  @Test
  void shouldFollowTheHeadBehindAChunkThatCannotBeCompleted() {
    completeARun();
    machine.followDue();
    machine.planned(planOf(5001, 5250, true, Optional.empty()));
    refuse(50, 2, report(2, coordinator, 4, List.of()));

    assertThat(status().missingChunks()).containsExactly(50L);
    assertThat(status().problems())
        .as("the head is followed")
        .containsExactly("1 chunk is missing");
  }

  @Test
  void shouldTryARefusedBlockAgainAfterMoreAndMoreRoundsOfFollowing() {
    completeARun();
    List<Integer> attempts = new ArrayList<>();
    for (int round = 0; round < 40; round++) {
      machine.followDue();
      long run = 2L + round;
      effects(machine.planned(planOf(5001, 5100, true, Optional.empty())));
      List<RunEffect> assigned = report(run, coordinator, 2, List.of());
      if (tasks(assigned).stream().anyMatch(task -> task.index() == 50)) {
        attempts.add(round);
      }
      refuse(50, run, assigned);
      assertThat(status().missingChunks()).contains(50L);
    }
    assertThat(attempts).containsExactly(0, 1, 3, 7, 15, 31);
  }

  @Test
  void shouldFetchWhatFailedBecauseOfAnEndpointAsSoonAsBlocksArriveAgain() {
    completeARun();
    List<Integer> attempts = new ArrayList<>();
    int round = 0;
    for (; round < 13; round++) {
      List<ChunkTask> tasks = followUpTo(5250, round);
      if (!tasks.isEmpty()) {
        attempts.add(round);
        report(2 + round, coordinator, 4, List.of(), gaveUp(tasks, UNREACHABLE));
      }
    }
    assertThat(attempts).containsExactly(0, 1, 3, 7, 11);

    List<ChunkTask> newest = followUpTo(5350, round);
    assertThat(newest).as("a new chunk is requested at once").hasSize(1);
    report(2 + round, coordinator, 4, List.of(), stored(newest.get(0)));

    assertThat(followUpTo(5350, round + 1))
        .as("what was given up")
        .extracting(ChunkTask::index)
        .contains(52L, 51L, 50L);
  }

  private List<ChunkTask> followUpTo(long head, int round) {
    machine.followDue();
    effects(machine.planned(planOf(5001, head, true, Optional.empty())));
    return tasks(report(2L + round, coordinator, 4, List.of()));
  }

  // Runs that are repeated

  @Test
  void shouldRepeatARunWhoseDayFailedBecauseOfAnEndpointAfterMoreAndMoreTime() {
    machine = machine(TestSettings.history(24, 4), false);
    machine.runDue();
    List<Duration> delays = new ArrayList<>();
    for (int times = 0; times < 9; times++) {
      effects(machine.planned(plan(true)));
      effects(machine.pruned(LEDGER));
      delays.addAll(repetitions(machine.failed(UNREACHABLE)));
      assertThat(effects(machine.repeatDue())).hasOnlyElementsOfType(RunEffect.PlanRun.class);
    }

    assertThat(delays).startsWith(Duration.ofSeconds(15), Duration.ofSeconds(30));
    assertThat(delays).isSorted().hasSize(9).endsWith(TestSettings.history(24, 4).interval());
  }

  @Test
  void shouldNotRepeatARunWhoseDayIsNotServed() {
    machine = machine(TestSettings.history(24, 4), false);
    machine.runDue();
    machine.planned(plan(true));
    machine.pruned(LEDGER);

    assertThat(
            repetitions(
                machine.failed(new ChunkOutcome.GaveUp(IngestFailureType.MISSING_BLOCK, "null"))))
        .isEmpty();
    assertThat(machine.repeatDue()).isEmpty();
  }

  @Test
  void shouldRepeatARunLaterWhileAnotherIsInProgress() {
    machine = machine(TestSettings.history(24, 4), false);
    machine.runDue();
    machine.planned(plan(true));
    machine.pruned(LEDGER);
    machine.failed(UNREACHABLE);
    machine.runDue();

    assertThat(repetitions(machine.repeatDue())).containsExactly(RepeatBackoff.FIRST);
  }

  @Test
  void shouldNotRepeatOnDemand() {
    machine = machine(TestSettings.following(Duration.ZERO), true);
    machine.runDue();
    machine.planned(fetching());
    List<ChunkTask> tasks = tasks(report(coordinator, 2, List.of()));
    report(coordinator, 2, List.of(), gaveUp(tasks, UNREACHABLE));

    assertThat(repetitions(machine.pruned(LEDGER))).isEmpty();
  }

  @Test
  void shouldRepeatARunWithoutFollowingButNotForBlocksThatAreNotServed() {
    machine = machine(TestSettings.following(Duration.ZERO), false);
    machine.runDue();
    machine.planned(planOf(5100, 5399, true, Optional.empty()));
    List<ChunkTask> tasks = tasks(report(coordinator, 3, List.of()));
    ChunkOutcome.GaveUp refused =
        new ChunkOutcome.GaveUp(IngestFailureType.REFUSED, "block 5142 is refused");
    report(
        coordinator,
        3,
        List.of(),
        tasks.stream()
            .map(
                task ->
                    new ChunkCoordinator.ChunkEnded(
                        task, task.index() == 51 ? refused : UNREACHABLE))
            .toArray(ChunkCoordinator.ChunkEnded[]::new));

    assertThat(repetitions(machine.pruned(LEDGER))).containsExactly(RepeatBackoff.FIRST);
    machine.repeatDue();
    machine.planned(planOf(5100, 5399, true, Optional.empty()));

    assertThat(tasks(report(2, coordinator, 3, List.of())))
        .extracting(ChunkTask::index)
        .containsExactly(53L, 52L);
  }

  private List<Duration> repetitions(List<RunEffect> all) {
    return effects(all).stream()
        .filter(RunEffect.RepeatRun.class::isInstance)
        .map(effect -> ((RunEffect.RepeatRun) effect).delay())
        .toList();
  }

  private static ChunkCoordinator.ChunkEnded[] gaveUp(
      List<ChunkTask> tasks, ChunkOutcome.GaveUp why) {
    return tasks.stream()
        .map(task -> new ChunkCoordinator.ChunkEnded(task, why))
        .toArray(ChunkCoordinator.ChunkEnded[]::new);
  }

  // Days before the retention

  @Test
  void shouldFetchTheNewestMissingDayAndStopWhereItIsUnavailable() {
    machine = machine(TestSettings.history(24, 4), false);
    machine.runDue();
    machine.planned(plan(true));

    assertThat(effects(machine.pruned(LEDGER)))
        .containsExactly(new RunEffect.PlanDay(2, EPOCH, DAY));
    assertThat(effects(machine.dayUnavailable(LEDGER))).isEmpty();
    assertThat(machine.isInProgress(2)).isFalse();
    assertThat(status().processing()).isFalse();
  }

  @Test
  void shouldFetchDaysOnDemandOnlyAsFarAsRequested() {
    machine = machine(TestSettings.history(24, 4), true);
    machine.runDue();
    machine.planned(plan(true));
    assertThat(effects(machine.pruned(LEDGER))).isEmpty();

    machine.backfillRequested(DAY, requester);
    assertThat(effects(machine.planned(plan(true))))
        .containsExactly(new RunEffect.Prune(2, EPOCH, Optional.of(DAY)));
    assertThat(effects(machine.pruned(LEDGER)))
        .containsExactly(new RunEffect.PlanDay(3, EPOCH, DAY));

    assertThat(effects(machine.dayUnavailable(LEDGER))).containsExactly(reply(completed(5000)));
  }

  @Test
  void shouldReportTheFirstDayOfABackfillAlsoWhileNoDayOfItIsFetched() {
    machine = machine(TestSettings.history(24, 0), true);
    assertThat(status().neededFrom()).isEmpty();

    machine.backfillRequested(DAY.minusDays(2), requester);
    assertThat(status().neededFrom()).contains(DAY.minusDays(2));
    machine.planned(plan(true));
    machine.pruned(LEDGER);
    assertThat(status().neededFrom()).contains(DAY.minusDays(2));

    machine.dayUnavailable(LEDGER);
    assertThat(status().neededFrom()).isEmpty();
  }

  @Test
  void shouldReportTheDayInTheProgress() {
    machine = machine(TestSettings.history(24, 4), false);
    machine.runDue();
    machine.planned(plan(true));
    machine.pruned(LEDGER);

    machine.planned(planOf(5001, 5000, true, Optional.of(new BlockRange(4700, 4799))));

    IngestStatus.Progress progress = machine.progress().orElseThrow();
    assertThat(progress.day()).contains(DAY);
    assertThat(progress.blocksLeft()).isEqualTo(100);
  }

  // Fetching

  @Test
  void shouldAnnounceARunAndRepeatItUntilItsChunksEnded() {
    machine.runDue();
    assertThat(machine.reminderDue()).isEmpty();

    assertThat(effects(machine.planned(fetching()))).containsExactly(new RunEffect.BeginRun(1));
    assertThat(machine.reminderDue()).containsExactly(new RunEffect.BeginRun(1));

    end(report(coordinator, 2, List.of()));
    assertThat(machine.reminderDue()).isEmpty();
  }

  @Test
  void shouldWatchACoordinatorAndAssignWorkToIt() {
    machine.runDue();
    machine.planned(fetching());

    List<RunEffect> effects = report(coordinator, 2, List.of());

    assertThat(effects).hasSize(2).contains(new RunEffect.WatchCoordinator(1, coordinator));
    assertThat(tasks(effects)).extracting(ChunkTask::index).containsExactly(52L, 51L);
    assertThat(report(coordinator, 2, tickets(tasks(effects)))).isEmpty();
  }

  @Test
  void shouldFinishCoordinatorsAndPruneOnceAllChunksEnded() {
    machine.runDue();
    machine.planned(fetching());
    List<RunEffect> effects = end(report(coordinator, 2, List.of()));

    assertThat(effects).containsSubsequence(new RunEffect.FinishCoordinator(coordinator), prune(1));
  }

  @Test
  void shouldFinishACoordinatorOfAnEarlierRun() {
    assertThat(machine.reported(9, coordinator, 2, List.of(), List.of()))
        .containsExactly(new RunEffect.FinishCoordinator(coordinator));
  }

  @Test
  void shouldAssignTheWorkOfACoordinatorThatIsGoneToAnother() {
    machine.runDue();
    machine.planned(fetching());
    report(coordinator, 2, List.of());
    report(other, 4, List.of());

    List<RunEffect> effects = machine.coordinatorGone(coordinator);

    assertThat(tasks(effects)).extracting(ChunkTask::index).containsExactly(52L, 51L);
    assertThat(((RunEffect.AssignWork) effects.get(0)).coordinator()).isEqualTo(other);
  }

  @Test
  void shouldReportTheChunksThatWereGivenUp() {
    machine.runRequested(requester);
    machine.planned(fetching());
    List<ChunkTask> tasks = tasks(report(coordinator, 2, List.of()));
    report(
        coordinator,
        2,
        List.of(),
        new ChunkCoordinator.ChunkEnded(tasks.get(0), UNREACHABLE),
        stored(tasks.get(1)));

    List<RunEffect> effects = effects(machine.pruned(LEDGER));

    assertThat(effects)
        .containsExactly(
            reply(new RunResult.TaskCompleted(NOW, 5000, 100, 1, List.of(52L), Duration.ZERO)));
    assertThat(status().missingChunks()).containsExactly(52L);
  }

  @Test
  void shouldFailAtOnceIfAnOutcomeShowsThatAnotherProcessTookTheStoreOver() {
    ChunkOutcome.GaveUp stale = new ChunkOutcome.GaveUp(IngestFailureType.STALE_EPOCH, "epoch 8");
    machine.runRequested(requester);
    machine.planned(fetching());
    List<ChunkTask> tasks = tasks(report(coordinator, 2, List.of()));

    List<RunEffect> effects =
        report(
            coordinator,
            2,
            List.of(tasks.get(1).ticket()),
            new ChunkCoordinator.ChunkEnded(tasks.get(0), stale));

    assertThat(effects)
        .contains(new RunEffect.FinishCoordinator(coordinator), reply(failed(stale)));
    assertThat(effects(machine.runDue()))
        .containsExactly(new RunEffect.PlanRun(2, OptionalLong.empty(), false));
  }

  @Test
  void shouldRepairIfAChunkCouldNotBeContinued() {
    machine.runDue();
    machine.planned(fetching());
    List<ChunkTask> tasks = tasks(report(coordinator, 2, List.of()));
    ChunkOutcome.GaveUp forked = new ChunkOutcome.GaveUp(IngestFailureType.REORGANISED, "fork");

    List<RunEffect> effects =
        report(
            coordinator,
            2,
            List.of(),
            new ChunkCoordinator.ChunkEnded(tasks.get(0), forked),
            stored(tasks.get(1)));

    assertThat(effects).endsWith(new RunEffect.Repair(1, Set.of()));
  }

  @Test
  void shouldReadTheHeadOnceAtATimeDuringARun() {
    machine.runDue();
    assertThat(machine.followDue()).as("effects before the run is planned").isEmpty();
    machine.planned(fetching());

    assertThat(machine.followDue()).containsExactly(new RunEffect.ReadHead(1));
    assertThat(machine.followDue()).isEmpty();
    effects(machine.headUnknown(IngestFailureType.TIMEOUT));
    assertThat(status().errors()).containsEntry("timeout", 1L);
    assertThat(machine.followDue()).containsExactly(new RunEffect.ReadHead(1));
  }

  @Test
  void shouldGoOnAtOnceAfterAnEndpointClaimedAHeadThatDoesNotExist() {
    machine.runDue();
    effects(machine.planned(planOf(5100, Long.MAX_VALUE, true, Optional.empty())));
    assertThat(tasks(report(coordinator, 2, List.of()))).hasSize(2);
    machine.followDue();

    List<RunEffect> effects = effects(machine.headSeen(5299));

    assertThat(tasks(effects)).extracting(ChunkTask::index).containsExactly(52L, 51L);
    assertThat(status().head()).hasValue(5299);
    assertThat(machine.progress().orElseThrow().blocksLeft()).isEqualTo(200);
    assertThat(end(effects)).endsWith(prune(1));
  }

  @Test
  void shouldEndARunWhoseBlocksAreAllAboveALowerHead() {
    machine.runDue();
    machine.planned(planOf(5100, 1_000_000_000, true, Optional.empty()));
    report(coordinator, 2, List.of());
    machine.followDue();

    assertThat(effects(machine.headSeen(5000))).endsWith(prune(1));
  }

  @Test
  void shouldNotSearchForDaysBeforeThereWereChains() {
    machine = machine(TestSettings.history(24, 0), true);
    machine.backfillRequested(LocalDate.MIN, requester);
    machine.planned(plan(true));

    assertThat(effects(machine.pruned(LEDGER)))
        .containsExactly(new RunEffect.PlanDay(2, EPOCH, DAY));
    assertThat(machine.progress()).isEmpty();
    assertThat(machine.backfillFrom()).contains(LocalDate.of(2015, 7, 30));
  }

  @Test
  void shouldAssignTheChunksOfANewerHead() {
    machine.runDue();
    machine.planned(fetching());
    report(coordinator, 4, List.of());
    machine.followDue();

    List<RunEffect> effects = effects(machine.headSeen(5399));

    assertThat(tasks(effects))
        .extracting(ChunkTask::index)
        .containsExactlyInAnyOrder(51L, 52L, 53L);
    assertThat(status().head()).hasValue(5399);
  }

  // The end of the supervisor

  @Test
  void shouldReplyToAllRequestersWhenTheSupervisorStops() {
    ActorRef<RunResult> backfillRequester = TestInbox.<RunResult>create("backfill").getRef();
    machine.runRequested(requester);
    machine.backfillRequested(DAY, backfillRequester);

    RunResult.TaskFailed stopped =
        new RunResult.TaskFailed(NOW, IngestFailureType.INTERNAL, "the run was stopped");
    assertThat(machine.stopped())
        .containsExactly(reply(stopped), new RunEffect.Reply(List.of(backfillRequester), stopped));
  }

  private RunStateMachine machine(IngestSettings settings, boolean onDemand) {
    return new RunStateMachine(
        settings, onDemand, new AtomicLong()::incrementAndGet, coordinator -> false, clock);
  }

  /** Applies the reports to the tracker, and returns the other effects. */
  private List<RunEffect> effects(List<RunEffect> all) {
    List<RunEffect> others = new ArrayList<>();
    for (RunEffect effect : all) {
      if (effect instanceof RunEffect.TrackStatus report) {
        report.event().applyTo(tracker);
      } else {
        others.add(effect);
      }
    }
    return others;
  }

  private IngestStatus status() {
    return tracker.status(machine.progress(), machine.backfillFrom(), List.of());
  }

  private void completeARun() {
    effects(machine.runDue());
    effects(machine.planned(plan(true)));
    effects(machine.pruned(LEDGER));
  }

  private List<RunEffect> report(
      ActorRef<ChunkCoordinator.Command> reporting,
      int slots,
      List<Long> inProgress,
      ChunkCoordinator.ChunkEnded... ended) {
    return report(1, reporting, slots, inProgress, ended);
  }

  private List<RunEffect> report(
      long run,
      ActorRef<ChunkCoordinator.Command> reporting,
      int slots,
      List<Long> inProgress,
      ChunkCoordinator.ChunkEnded... ended) {
    return effects(machine.reported(run, reporting, slots, inProgress, List.of(ended)));
  }

  /** Reports that all assigned tasks are stored, except for that of one chunk. */
  private void refuse(long chunk, long run, List<RunEffect> assigned) {
    ChunkOutcome.GaveUp refused =
        new ChunkOutcome.GaveUp(IngestFailureType.REFUSED, "block 5042 is refused");
    report(
        run,
        coordinator,
        2,
        List.of(),
        tasks(assigned).stream()
            .map(
                task ->
                    task.index() == chunk
                        ? new ChunkCoordinator.ChunkEnded(task, refused)
                        : stored(task))
            .toArray(ChunkCoordinator.ChunkEnded[]::new));
  }

  /** Reports that all assigned tasks are stored. */
  private List<RunEffect> end(List<RunEffect> assigned) {
    return report(
        coordinator,
        2,
        List.of(),
        tasks(assigned).stream()
            .map(RunStateMachineTest::stored)
            .toArray(ChunkCoordinator.ChunkEnded[]::new));
  }

  private static ChunkCoordinator.ChunkEnded stored(ChunkTask task) {
    return new ChunkCoordinator.ChunkEnded(task, new ChunkOutcome.Stored(task.to(), blocks(task)));
  }

  private static List<ChunkTask> tasks(List<RunEffect> effects) {
    return effects.stream()
        .flatMap(
            effect ->
                effect instanceof RunEffect.AssignWork work
                    ? work.tasks().stream()
                    : Stream.empty())
        .toList();
  }

  private static List<Long> tickets(List<ChunkTask> tasks) {
    return tasks.stream().map(ChunkTask::ticket).toList();
  }

  private static RunEffect prune(long run) {
    return new RunEffect.Prune(run, EPOCH, Optional.empty());
  }

  private RunEffect reply(RunResult result) {
    return new RunEffect.Reply(List.of(requester), result);
  }

  private static RunResult completed(long lastBlock) {
    return new RunResult.TaskCompleted(NOW, lastBlock, 0, 0, List.of(), Duration.ZERO);
  }

  private static RunResult failed(ChunkOutcome.GaveUp why) {
    return new RunResult.TaskFailed(NOW, why.type(), why.reason());
  }

  /** Returns a plan with nothing to fetch. */
  private static RunPlanner.Plan plan(boolean wholeRetention) {
    return planOf(5001, 5000, wholeRetention, Optional.empty());
  }

  /** Returns a plan to fetch chunks 51 and 52. */
  private static RunPlanner.Plan fetching() {
    return planOf(5100, 5299, true, Optional.empty());
  }

  private static RunPlanner.Plan planOf(
      long first, long head, boolean wholeRetention, Optional<BlockRange> day) {
    return planOf(first, head, wholeRetention, day, Set.of());
  }

  /** Returns a plan with nothing to fetch while segments of records are detached. */
  private static RunPlanner.Plan detached(Set<StoredBlock> segments) {
    return planOf(5001, 5000, true, Optional.empty(), segments);
  }

  private static RunPlanner.Plan planOf(
      long first,
      long head,
      boolean wholeRetention,
      Optional<BlockRange> day,
      Set<StoredBlock> detached) {
    return new RunPlanner.Plan(
        EPOCH,
        first,
        head,
        OptionalLong.empty(),
        wholeRetention,
        day,
        LEDGER.records(),
        Duration.ofSeconds(15),
        Optional.empty(),
        detached);
  }

  /** Returns that a repair has replaced records and fetched 7 blocks for each. */
  private static RunPlanner.Repaired repaired(int records) {
    return new RunPlanner.Repaired(
        8, new ReorgRepair.Done(records, records * 7L, OptionalLong.empty()));
  }

  private static RunPlanner.Plan forked() {
    return new RunPlanner.Plan(
        EPOCH,
        5001,
        5000,
        OptionalLong.empty(),
        true,
        Optional.empty(),
        LEDGER.records(),
        Duration.ofSeconds(15),
        Optional.of("block 5000 has another hash"),
        Set.of());
  }

  /** Returns a record whose last block is not the parent of the next record's first block. */
  private static StoredRecord recordOfAnotherBranch(long index) {
    long last = index * 100 + 99;
    List<BlockActivity> blocks = new ArrayList<>(TestBlocks.blocks(index * 100, last - 1, 600));
    BlockHeader header = TestBlocks.header(last, 600);
    blocks.add(
        TestBlocks.block(
            new BlockHeader(last, TestBlocks.hash(1), header.parentHash(), header.timestamp())));
    return new StoredRecord(ChunkRecord.of(new Chunk(index, 100), 1, blocks), NOW);
  }

  private static StoredRecord record(long index) {
    long first = index * 100;
    return new StoredRecord(
        ChunkRecord.of(
            new Chunk(index, 100), 0, TestBlocks.blocks(first, Math.min(5000, first + 99), 600)),
        NOW);
  }

  private static long blocks(ChunkTask task) {
    return task.to() - task.from() + 1;
  }
}
