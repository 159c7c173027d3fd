package network.rei.dau.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import network.rei.dau.ingest.IngestFailureType;
import network.rei.dau.ingest.RunResult;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class OperationManagerTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Instant NOW = Instant.parse("2026-03-05T12:00:00Z");

  private final AtomicInteger ids = new AtomicInteger();
  private final ActorRef<OperationManager.Command> desk =
      KIT.spawn(
          OperationManager.create(
              Clock.fixed(NOW, ZoneOffset.UTC), () -> "id-" + ids.incrementAndGet()));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void anOperationIsUnderWayUntilItsWorkIsDoneAndThenHasItsResult() {
    CompletableFuture<String> work = new CompletableFuture<>();

    OperationManager.Begun begun = begin(OperationKind.VERIFY, () -> work);

    assertThat(begun.taken()).isTrue();
    assertThat(begun.operation().id()).isEqualTo("id-1");
    assertThat(begun.operation().parameters()).containsEntry("records", "3");
    assertThat(find("id-1").orElseThrow().isRunning()).isTrue();
    work.complete("all is well");
    assertThat(ended("id-1")).isEqualTo(OperationOutcome.of("all is well"));
  }

  @Test
  void aFailureIsToldInItsOwnWords() {
    begin(
        OperationKind.VERIFY,
        () ->
            CompletableFuture.failedFuture(
                new CompletionException(new IllegalStateException("the chain is away"))));

    assertThat(ended("id-1"))
        .isEqualTo(new OperationOutcome(Optional.empty(), Optional.of("the chain is away")));
  }

  @Test
  void workThatThrowsAtOnceHasFailedToo() {
    Supplier<CompletionStage<?>> throwing =
        () -> {
          throw new IllegalStateException("no such file");
        };
    begin(OperationKind.BACKUP, throwing);

    assertThat(ended("id-1").error()).contains("no such file");
  }

  @Test
  void aRunThatWasNotPossibleHasFailedAndKeepsItsResult() {
    RunOutcome run =
        RunOutcome.of(
            new RunResult.TaskFailed(NOW, IngestFailureType.UNREACHABLE, "no endpoint answers"),
            OptionalLong.empty(),
            1_500_000_000L);
    begin(OperationKind.RUN, () -> CompletableFuture.completedFuture(run));

    assertThat(ended("id-1"))
        .isEqualTo(new OperationOutcome(Optional.of(run), Optional.of("no endpoint answers")));
    assertThat(run.seconds()).isEqualTo(1.5);
    assertThat(run.lastProcessedBlock()).isNull();
  }

  @Test
  void whatIsInTheWayIsNamedAndTheWorkIsNotBegun() {
    begin(OperationKind.BACKUP, CompletableFuture::new);
    AtomicInteger begun = new AtomicInteger();

    OperationManager.Begun refused =
        begin(
            OperationKind.RESTORE,
            () -> CompletableFuture.completedFuture(begun.incrementAndGet()));

    assertThat(refused.taken()).isFalse();
    assertThat(refused.operation().kind()).isEqualTo(OperationKind.BACKUP);
    assertThat(begun).hasValue(0);
    assertThat(recent()).hasSize(1);
  }

  @Test
  void aRunThatIsAskedForDuringAnotherIsThatOne() {
    OperationManager.Begun first = begin(OperationKind.RUN, CompletableFuture::new);
    AtomicInteger begun = new AtomicInteger();

    OperationManager.Begun second =
        begin(OperationKind.RUN, () -> CompletableFuture.completedFuture(begun.incrementAndGet()));

    assertThat(second.taken()).isTrue();
    assertThat(second.operation()).isEqualTo(first.operation());
    assertThat(begun).hasValue(0);
  }

  private OperationManager.Begun begin(
      OperationKind kind, Supplier<? extends CompletionStage<?>> work) {
    TestProbe<OperationManager.Begun> probe = KIT.createTestProbe();
    Map<String, String> parameters =
        kind == OperationKind.VERIFY ? Map.of("records", "3") : Map.of();
    desk.tell(new OperationManager.Begin(kind, parameters, work, probe.ref()));
    return probe.receiveMessage();
  }

  private Optional<Operation> find(String id) {
    TestProbe<Optional<Operation>> probe = KIT.createTestProbe();
    desk.tell(new OperationManager.Find(id, probe.ref()));
    return probe.receiveMessage();
  }

  private OperationOutcome ended(String id) {
    return Awaitility.await()
        .until(() -> find(id).orElseThrow().ended(), Optional::isPresent)
        .orElseThrow()
        .outcome();
  }

  private List<Operation> recent() {
    TestProbe<List<Operation>> probe = KIT.createTestProbe();
    desk.tell(new OperationManager.Recent(probe.ref()));
    return probe.receiveMessage();
  }
}
