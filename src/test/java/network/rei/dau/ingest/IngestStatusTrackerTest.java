package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import network.rei.dau.ingest.reorg.ReorgRepair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class IngestStatusTrackerTest {

  private static final Instant START = Instant.parse("2026-03-05T12:00:00Z");
  private static final ChunkOutcome.GaveUp UNREACHABLE =
      new ChunkOutcome.GaveUp("unreachable", "connection refused");

  private final IngestMetrics counts = new IngestMetrics();
  private final IngestStatusTracker journal = new IngestStatusTracker(counts);
  private final Logger logger = (Logger) LoggerFactory.getLogger(StatsSupervisor.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void aTroubleThatLastsIsLoggedOnceAndOnceWhenItIsOver() {
    for (int tick = 0; tick < 100; tick++) {
      journal.broke(run(9, OngoingRun.Goal.follow()), failed(UNREACHABLE));
    }
    journal.runStarted(START);
    journal.broke(run(1, OngoingRun.Goal.retention()), failed(UNREACHABLE));
    assertThat(lines()).containsExactly("WARN The head cannot be followed: connection refused");

    journal.followed(followed(0));
    assertThat(lines()).as("nothing had to come").hasSize(1);
    journal.followed(followed(5));
    journal.followed(followed(5));

    assertThat(lines().subList(1, 2))
        .containsExactly("INFO Blocks come in again, after trouble (unreachable)");
    assertThat(lines()).hasSize(2);
  }

  @Test
  void anotherTroubleIsLogged() {
    journal.broke(run(9, OngoingRun.Goal.follow()), failed(UNREACHABLE));
    journal.broke(
        run(9, OngoingRun.Goal.follow()), failed(new ChunkOutcome.GaveUp("store", "disk full")));

    assertThat(lines())
        .containsExactly(
            "WARN The head cannot be followed: connection refused",
            "WARN The head cannot be followed: disk full");
  }

  @Test
  void aRunThatLeavesChunksMissingSaysWhy() {
    journal.runStarted(START);
    journal.runCompleted(ended(3, 0, List.of(UNREACHABLE)), completed(List.of(4L, 5L)));

    assertThat(lines())
        .containsExactly(
            "INFO Run 3: 120 blocks fetched, 1 records sealed, 2 chunks missing, 1.5 s",
            "WARN Chunks are missing: connection refused");
  }

  @Test
  void aRunWithoutAnythingToFetchIsNotAnnounced() {
    journal.runPlanned(
        started(1, new RunPlan(1, 0, -1, true, Optional.empty(), List.of(), Optional.empty())));
    assertThat(lines()).isEmpty();

    journal.runPlanned(
        started(2, new RunPlan(1, 0, 99, true, Optional.empty(), List.of(), Optional.empty())));

    assertThat(lines()).containsExactly("INFO Run 2: blocks 0 to 99, 100 of them to fetch");
  }

  @Test
  void errorsAreCountedFromTheStartOfTheLastRun() {
    journal.runStarted(START);
    journal.failure("timeout");
    journal.failure("timeout");
    journal.failure("refused");
    assertThat(status().errors()).containsEntry("timeout", 2L).containsEntry("refused", 1L);

    journal.runStarted(START);

    assertThat(status().errors()).isEmpty();
    assertThat(status().processing()).isTrue();
  }

  @Test
  void theLastRunIsToldWithItsTimes() {
    journal.runStarted(START);
    journal.runCompleted(ended(1, 0, List.of()), completed(List.of()));

    assertThat(status().lastRun())
        .contains(
            new IngestStatus.LastRun(
                START, START.plusMillis(1500), IngestStatus.Result.COMPLETED, Optional.empty()));
    assertThat(status().processing()).isFalse();
  }

  @Test
  void theFollowerSpeaksOnlyOfTheChunksThatItLookedAfter() {
    journal.runStarted(START);
    journal.runCompleted(ended(1, 0, List.of(UNREACHABLE)), completed(List.of(2L, 7L)));

    journal.followed(followed(5));

    assertThat(status().missingChunks()).containsExactly(2L);
  }

  @Test
  void aDayBeforeTheRetentionThatFailsDoesNotMakeIngestFail() {
    journal.runStarted(START);
    journal.runCompleted(ended(1, 0, List.of()), completed(List.of()));
    OngoingRun day = run(2, OngoingRun.Goal.history(LocalDate.of(2026, 2, 1), 3));
    journal.runStarted(START);
    journal.broke(day, failed(UNREACHABLE));

    assertThat(journal.lastRunFailed()).isFalse();
    assertThat(status().processing()).isFalse();
    assertThat(status().problems()).isEmpty();
    assertThat(lines()).contains("WARN Day 2026-02-01 could not be fetched: connection refused");
  }

  @Test
  void missingChunksOfDaysBeforeTheRetentionAreNotAProblem() {
    journal.runStarted(START);
    journal.runCompleted(ended(1, 50, List.of(UNREACHABLE)), completed(List.of(2L, 7L)));

    assertThat(status().missingChunks()).containsExactly(7L);
  }

  private static OngoingRun run(long number, OngoingRun.Goal goal) {
    return new OngoingRun(number, goal, START);
  }

  private static OngoingRun started(long number, RunPlan plan) {
    OngoingRun run = run(number, OngoingRun.Goal.retention());
    run.start(plan, 10);
    return run;
  }

  /** A run over chunks of 10 blocks whose last chunk was given up, if so. */
  private static OngoingRun ended(long number, long firstBlock, List<ChunkOutcome.GaveUp> why) {
    OngoingRun run =
        started(
            number,
            new RunPlan(1, firstBlock, 99, true, Optional.empty(), List.of(), Optional.empty()));
    why.forEach(reason -> run.state().ended(run.state().next().orElseThrow(), reason));
    return run;
  }

  private static RunResult.TaskFailed failed(ChunkOutcome.GaveUp why) {
    return new RunResult.TaskFailed(START, why.type(), why.reason());
  }

  /** The follower's work on chunk 7, of which so many blocks came. */
  private static RunState followed(long blocks) {
    RunState state = new RunState(9, 1, 10, 70, blocks == 0 ? 69 : 69 + blocks, List.of());
    state
        .next()
        .ifPresent(task -> state.ended(task, new ChunkOutcome.Stored(task.to(), task.blocks())));
    assertThat(state.finished()).isTrue();
    return state;
  }

  @Test
  void runsFailuresAndReorganisationsAreCountedForEver() {
    for (int i = 0; i < 2; i++) {
      journal.runStarted(START);
      journal.broke(run(1, OngoingRun.Goal.retention()), failed(UNREACHABLE));
    }
    journal.reorganised("block 7 is another");
    journal.repaired(new ReorgRepair.Repaired(3));

    assertThat(counts.runs().counts()).containsEntry("failed", 2L).containsEntry("completed", 0L);
    assertThat(counts.runTimes().values().count()).isEqualTo(2);
    assertThat(counts.failures().counts())
        .containsEntry("unreachable", 2L)
        .containsEntry("reorganised", 1L)
        .containsEntry("timeout", 0L);
    assertThat(counts.reorganisations().sum()).isEqualTo(1);
    assertThat(counts.replaced().sum()).isEqualTo(3);
  }

  private static RunResult.TaskCompleted completed(List<Long> missing) {
    return new RunResult.TaskCompleted(
        START.plusMillis(1500), 99, 120, 1, missing, Duration.ofMillis(1500));
  }

  private IngestStatus status() {
    return journal.status(Optional.empty(), List.of());
  }

  private List<String> lines() {
    return log.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }
}
