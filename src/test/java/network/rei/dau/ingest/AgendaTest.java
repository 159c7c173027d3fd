package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.ingest.reorg.ReorgRepair;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * What comes next. The chain and the store never answer: what a step leads to is told by the test.
 * Nobody works either: every plan is one with nothing to fetch.
 */
class AgendaTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Instant NOW = Instant.parse("2023-12-19T18:00:00Z");
  private static final long EPOCH = 7;

  /** Blocks ten minutes apart, of the 18th and 19th: one day of retention. */
  private static final Ledger LEDGER =
      Ledger.empty().with(LongStream.rangeClosed(48, 50).mapToObj(AgendaTest::record).toList());

  private final TestInbox<RunResult> asker = TestInbox.create();
  private RunCourse course;
  private Agenda agenda = agenda(TestSettings.following(), false);

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @Test
  void shouldGoOnFromTheFirstWindowToTheWholeRetentionForWhoeverAsked() {
    agenda.runAskedFor(asker.getRef());

    planned(false);
    pruned(LEDGER);
    assertThat(underWay().number()).isEqualTo(2);
    assertThat(asker.hasMessages()).as("answered yet").isFalse();
    planned(true);
    pruned(LEDGER);

    assertThat(course.ongoing()).isEmpty();
    assertThat(asker.receiveMessage())
        .isInstanceOfSatisfying(
            RunResult.TaskCompleted.class,
            done -> assertThat(done.lastProcessedBlock()).isEqualTo(5000));
    assertThat(asker.hasMessages()).as("answered twice").isFalse();
  }

  @Test
  void shouldNotRunAgainAtOnceOverAChainThatHasNoBlocksYet() {
    agenda.runAskedFor(asker.getRef());
    planned(false);

    pruned(Ledger.empty());

    assertThat(course.ongoing()).isEmpty();
    assertThat(asker.hasMessages()).isTrue();
  }

  @Test
  void shouldLeaveOutARunThatIsDueWhileOneIsUnderWay() {
    agenda.runIsDue();
    agenda.runIsDue();

    assertThat(underWay().number()).isEqualTo(1);
  }

  @Test
  void shouldLeaveTheHeadForARunThatIsDue() {
    completeARun();
    agenda.followIsDue();
    OngoingRun following = underWay();
    assertThat(following.following()).isTrue();

    agenda.runIsDue();

    assertThat(underWay().following()).isFalse();
    assertThat(course.isOver(new RunMessage.HeadSeen(following.number(), 5001))).isTrue();
  }

  @Test
  void shouldEndFollowingWhereNothingIsNew() {
    completeARun();
    agenda.followIsDue();

    planned(true);

    assertThat(course.ongoing()).isEmpty();
  }

  @Test
  void shouldRunInsteadOfFollowingUntilARunWasPossible() {
    agenda.followIsDue();
    assertThat(underWay().following()).isFalse();
    planned(true);
    agenda.broke(new ChunkOutcome.GaveUp("unreachable", "connection refused"));
    assertThat(course.ongoing()).isEmpty();

    agenda.followIsDue();

    assertThat(underWay().following()).isFalse();
  }

  @Test
  void shouldGoOnFollowingAfterATroubleThatIsNotOfTheEpoch() {
    completeARun();
    agenda.followIsDue();
    agenda.broke(new ChunkOutcome.GaveUp("unreachable", "connection refused"));

    agenda.followIsDue();

    assertThat(underWay().following()).isTrue();
  }

  @Test
  void shouldRunOnceAnotherProcessHasTakenTheStoreOver() {
    completeARun();
    agenda.followIsDue();
    agenda.broke(new ChunkOutcome.GaveUp(Failures.STALE_EPOCH, "epoch 8, ours is 7"));

    agenda.followIsDue();

    assertThat(underWay().following()).isFalse();
  }

  @Test
  void shouldFollowAgainAfterARepairThatNoRunInterrupts() {
    completeARun();
    agenda.followIsDue();
    forked();
    long repairing = underWay().number();
    agenda.runIsDue();
    assertThat(underWay().number()).as("not left half done").isEqualTo(repairing);

    agenda.repaired(new RunMessage.Repaired(repairing, 8, new ReorgRepair.Repaired(2)));

    assertThat(underWay().following()).isTrue();
    assertThat(underWay().number()).isGreaterThan(repairing);
  }

  @Test
  void shouldRunAgainAfterARepairForWhoeverAsked() {
    agenda.runAskedFor(asker.getRef());
    forked();

    agenda.repaired(new RunMessage.Repaired(1, 8, new ReorgRepair.Repaired(2)));

    assertThat(underWay().number()).isEqualTo(2);
    assertThat(underWay().isAskedFor()).isTrue();
    assertThat(asker.hasMessages()).isFalse();
  }

  @Test
  void shouldRunAfterARepairWhileFollowingIfSomebodyHasAskedMeanwhile() {
    completeARun();
    agenda.followIsDue();
    forked();
    agenda.runAskedFor(asker.getRef());

    agenda.repaired(new RunMessage.Repaired(underWay().number(), 8, new ReorgRepair.Repaired(2)));

    assertThat(underWay().following()).isFalse();
    assertThat(underWay().isAskedFor()).isTrue();
  }

  @Test
  void shouldNotTryAtOnceAgainWhatARepairCouldNotMend() {
    agenda.runAskedFor(asker.getRef());
    forked();

    agenda.repaired(new RunMessage.Repaired(1, 8, new ReorgRepair.Repaired(0)));

    assertThat(course.ongoing()).isEmpty();
    assertThat(failure().type()).isEqualTo("reorganised");
  }

  @Test
  void shouldGoBackToTheNewestDayThatLacksAndGiveUpWhereItIsNotServed() {
    agenda = agenda(TestSettings.history(24, 4), false);
    completeARun();
    assertThat(underWay().day()).contains(LocalDate.of(2023, 12, 18));

    agenda.unserved(new RunMessage.Unserved(underWay().number(), LEDGER));

    assertThat(course.ongoing()).isEmpty();
  }

  @Test
  void shouldGoBackOnDemandOnlyAsFarAsItIsAsked() {
    agenda = agenda(TestSettings.history(24, 4), true);
    completeARun();
    assertThat(course.ongoing()).isEmpty();

    agenda.backfillAskedFor(LocalDate.of(2023, 12, 18), asker.getRef());
    planned(true);
    pruned(LEDGER);
    assertThat(underWay().day()).contains(LocalDate.of(2023, 12, 18));
    assertThat(asker.hasMessages()).isFalse();
    agenda.unserved(new RunMessage.Unserved(underWay().number(), LEDGER));

    assertThat(asker.receiveMessage()).isInstanceOf(RunResult.TaskCompleted.class);
  }

  @Test
  void shouldTellWhoeverWaitsThatItWasStopped() {
    TestInbox<RunResult> other = TestInbox.create();
    agenda.runAskedFor(asker.getRef());
    agenda.backfillAskedFor(LocalDate.of(2023, 12, 18), other.getRef());

    agenda.stopped();

    assertThat(failure().error()).isEqualTo("the run was stopped");
    assertThat(other.receiveMessage()).isInstanceOf(RunResult.TaskFailed.class);
  }

  private Agenda agenda(IngestSettings settings, boolean onDemand) {
    TestChain chain = new TestChain(5000, 600);
    chain.newestAnswer(CompletableFuture::new);
    RunPlanner steps =
        new RunPlanner(
            settings,
            chain,
            new StoreClient(
                KIT.<StatsStore.Command>createTestProbe().ref(), KIT.system().scheduler()));
    HistoryWork history = new HistoryWork(settings, !onDemand);
    IngestStatusTracker journal = new IngestStatusTracker(new IngestMetrics());
    // Without workers, there is nobody whom the context would be needed for.
    course =
        new RunCourse(
            settings.chunkSize(), steps, unheard -> {}, new WorkDispatcher(null), history, journal);
    return new Agenda(
        onDemand,
        new AtomicLong(),
        Clock.fixed(NOW, ZoneOffset.UTC),
        steps,
        course,
        history,
        journal);
  }

  private static StoredRecord record(long index) {
    long first = index * 100;
    return new StoredRecord(
        ChunkRecord.of(
            new Chunk(index, 100), 0, TestBlocks.blocks(first, Math.min(5000, first + 99), 600)),
        NOW);
  }

  private OngoingRun underWay() {
    return course.ongoing().orElseThrow();
  }

  private RunResult.TaskFailed failure() {
    return (RunResult.TaskFailed) asker.receiveMessage();
  }

  private void completeARun() {
    agenda.runIsDue();
    planned(true);
    pruned(LEDGER);
  }

  private void planned(boolean wholeRetention) {
    planned(wholeRetention, Optional.empty());
  }

  private void forked() {
    planned(true, Optional.of("block 5000 has another hash"));
    assertThat(underWay().repairing()).isTrue();
  }

  private void planned(boolean wholeRetention, Optional<String> fork) {
    agenda.planned(
        new RunMessage.Planned(
            underWay().number(),
            new RunPlan(
                EPOCH, 5001, 5000, wholeRetention, Optional.empty(), LEDGER.records(), fork)));
  }

  private void pruned(Ledger ledger) {
    agenda.pruned(new RunMessage.Pruned(underWay().number(), ledger));
  }
}
