package network.rei.dau.ingest.run;

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
import java.util.OptionalLong;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.ingest.IngestFailureType;
import network.rei.dau.ingest.IngestMetrics;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.RunResult;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.ingest.reorg.ReorgRepair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class IngestStatusTrackerTest {

  private static final Instant START = Instant.parse("2026-03-05T12:00:00Z");
  private static final ChunkOutcome.GaveUp UNREACHABLE =
      new ChunkOutcome.GaveUp(IngestFailureType.UNREACHABLE, "connection refused");

  private final IngestMetrics metrics = new IngestMetrics();
  private final IngestStatusTracker tracker = new IngestStatusTracker(metrics);
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
  void shouldLogAFailureThatPersistsOnceAndOnceWhenItIsOver() {
    for (int tick = 0; tick < 100; tick++) {
      report(new IngestStatusTracker.FollowFailed(failed(UNREACHABLE)));
    }
    report(new IngestStatusTracker.RunStarted(START));
    report(new IngestStatusTracker.RunFailed(1, failed(UNREACHABLE)));
    assertThat(lines()).containsExactly("WARN The head cannot be followed: connection refused");

    report(followed(0));
    assertThat(lines()).as("there was no block to fetch").hasSize(1);
    report(followed(5));
    report(followed(5));

    assertThat(lines().subList(1, 2))
        .containsExactly("INFO Blocks are fetched again; the failures before: unreachable");
    assertThat(lines()).hasSize(2);
  }

  @Test
  void shouldLogAnotherFailure() {
    report(new IngestStatusTracker.FollowFailed(failed(UNREACHABLE)));
    report(
        new IngestStatusTracker.FollowFailed(
            failed(new ChunkOutcome.GaveUp(IngestFailureType.STORE, "disk full"))));

    assertThat(lines())
        .containsExactly(
            "WARN The head cannot be followed: connection refused",
            "WARN The head cannot be followed: disk full");
  }

  @Test
  void shouldLogWhyARunLeavesChunksMissing() {
    report(new IngestStatusTracker.RunStarted(START));
    report(completed(3, 0, List.of(4L, 5L), Optional.of(UNREACHABLE)));

    assertThat(lines())
        .containsExactly(
            "INFO Run 3: 120 blocks fetched, 1 records sealed, 2 chunks missing, 1.5 s",
            "WARN Chunks are missing: connection refused");
  }

  @Test
  void shouldNotLogTheStartOfARunWithoutBlocksToFetch() {
    report(new IngestStatusTracker.RunPlanned(1, 0, -1, Optional.empty(), 0, OptionalLong.empty()));
    assertThat(lines()).isEmpty();

    report(
        new IngestStatusTracker.RunPlanned(2, 0, 99, Optional.empty(), 100, OptionalLong.empty()));

    assertThat(lines()).containsExactly("INFO Run 2: blocks 0 to 99, 100 of them to fetch");
  }

  @Test
  void shouldCountErrorsFromTheStartOfTheLastRun() {
    report(new IngestStatusTracker.RunStarted(START));
    report(new IngestStatusTracker.AttemptFailed(IngestFailureType.TIMEOUT));
    report(new IngestStatusTracker.AttemptFailed(IngestFailureType.TIMEOUT));
    report(new IngestStatusTracker.AttemptFailed(IngestFailureType.REFUSED));
    assertThat(status().errors()).containsEntry("timeout", 2L).containsEntry("refused", 1L);

    report(new IngestStatusTracker.RunStarted(START));

    assertThat(status().errors()).isEmpty();
    assertThat(status().processing()).isTrue();
  }

  @Test
  void shouldReportTheLastRunWithItsTimes() {
    report(new IngestStatusTracker.RunStarted(START));
    report(completed(1, 0, List.of(), Optional.empty()));

    assertThat(status().lastRun())
        .contains(
            new IngestStatus.LastRun(
                START, START.plusMillis(1500), IngestStatus.Result.COMPLETED, Optional.empty()));
    assertThat(status().processing()).isFalse();
  }

  @Test
  void shouldKeepMissingChunksBelowThoseThatFollowingTheHeadChecks() {
    report(new IngestStatusTracker.RunStarted(START));
    report(completed(1, 0, List.of(2L, 7L), Optional.of(UNREACHABLE)));

    report(followed(5));

    assertThat(status().missingChunks()).containsExactly(2L);
  }

  @Test
  void shouldNotReportAFailedRunForADayBeforeTheRetention() {
    report(new IngestStatusTracker.RunStarted(START));
    report(completed(1, 0, List.of(), Optional.empty()));
    report(new IngestStatusTracker.RunStarted(START));
    report(new IngestStatusTracker.DayFailed(LocalDate.of(2026, 2, 1), failed(UNREACHABLE)));

    assertThat(status().lastRun().orElseThrow().result()).isEqualTo(IngestStatus.Result.COMPLETED);
    assertThat(status().processing()).isFalse();
    assertThat(status().problems()).isEmpty();
    assertThat(lines()).contains("WARN Day 2026-02-01 could not be fetched: connection refused");
  }

  @Test
  void shouldNotReportMissingChunksOfDaysBeforeTheRetention() {
    report(new IngestStatusTracker.RunStarted(START));
    report(completed(1, 5, List.of(2L, 7L), Optional.of(UNREACHABLE)));

    assertThat(status().missingChunks()).containsExactly(7L);
  }

  @Test
  void shouldCountRunsFailuresAndReorganisationsPermanently() {
    for (int i = 0; i < 2; i++) {
      report(new IngestStatusTracker.RunStarted(START));
      report(new IngestStatusTracker.RunFailed(1, failed(UNREACHABLE)));
    }
    report(new IngestStatusTracker.Reorganised("block 7 is another"));
    report(new IngestStatusTracker.Repaired(new ReorgRepair.Done(3, 40, OptionalLong.empty())));

    assertThat(metrics.runs().counts()).containsEntry("failed", 2L).containsEntry("completed", 0L);
    assertThat(metrics.runTimes().values().count()).isEqualTo(2);
    assertThat(metrics.failures().counts())
        .containsEntry("unreachable", 2L)
        .containsEntry("reorganised", 1L)
        .containsEntry("timeout", 0L);
    assertThat(metrics.reorganisations().sum()).isEqualTo(1);
    assertThat(metrics.replaced().sum()).isEqualTo(3);
    assertThat(metrics.blocks().sum()).isEqualTo(40);
  }

  private void report(IngestStatusTracker.Event event) {
    event.applyTo(tracker);
  }

  private static RunResult.TaskFailed failed(ChunkOutcome.GaveUp why) {
    return new RunResult.TaskFailed(START, why.type(), why.reason());
  }

  /** Returns that chunk 7 was checked and lacks no block. */
  private static IngestStatusTracker.HeadFollowed followed(long blocksFetched) {
    return new IngestStatusTracker.HeadFollowed(7, List.of(), blocksFetched, Optional.empty());
  }

  private static IngestStatusTracker.RunCompleted completed(
      long run, long firstChunk, List<Long> missing, Optional<ChunkOutcome.GaveUp> why) {
    return new IngestStatusTracker.RunCompleted(
        run,
        new RunResult.TaskCompleted(
            START.plusMillis(1500), 99, 120, 1, missing, Duration.ofMillis(1500)),
        firstChunk,
        why);
  }

  @Test
  void shouldNameARefusedEndpointOnce() {
    String name = "http://node:8545";

    assertThat(problems(refused(name, "endpoint " + name + " serves chain id 5")))
        .containsExactly("endpoint http://node:8545 serves chain id 5");
    assertThat(problems(refused(name, "connection refused")))
        .containsExactly("endpoint http://node:8545: connection refused");
  }

  private List<String> problems(EndpointStatus endpoint) {
    return tracker.status(Optional.empty(), Optional.empty(), List.of(endpoint)).problems();
  }

  private static EndpointStatus refused(String name, String error) {
    return new EndpointStatus(
        name,
        EndpointStatus.State.REFUSED,
        0,
        1,
        100,
        Optional.empty(),
        1,
        1,
        Optional.of(error),
        OptionalLong.empty(),
        false,
        OptionalLong.empty(),
        0);
  }

  private IngestStatus status() {
    return tracker.status(Optional.empty(), Optional.empty(), List.of());
  }

  private List<String> lines() {
    return log.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }
}
