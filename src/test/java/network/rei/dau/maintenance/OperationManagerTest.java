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
  private final ActorRef<OperationManager.Command> manager =
      KIT.spawn(
          OperationManager.create(
              Clock.fixed(NOW, ZoneOffset.UTC), () -> "id-" + ids.incrementAndGet()));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void shouldKeepTheResultOfAnOperation() {
    CompletableFuture<String> work = new CompletableFuture<>();

    OperationManager.StartReply reply = start(OperationKind.VERIFY, () -> work);

    assertThat(reply.accepted()).isTrue();
    assertThat(reply.operation().id()).isEqualTo("id-1");
    assertThat(reply.operation().parameters()).containsEntry("records", "3");
    assertThat(find("id-1").orElseThrow().isRunning()).isTrue();
    work.complete("no differences");
    assertThat(ended("id-1")).isEqualTo(OperationOutcome.of("no differences"));
  }

  @Test
  void shouldKeepTheMessageOfAFailure() {
    start(
        OperationKind.VERIFY,
        () ->
            CompletableFuture.failedFuture(
                new CompletionException(new IllegalStateException("the chain is not available"))));

    assertThat(ended("id-1"))
        .isEqualTo(
            new OperationOutcome(Optional.empty(), Optional.of("the chain is not available")));
  }

  @Test
  void shouldFailAnOperationThatThrows() {
    Supplier<CompletionStage<?>> throwing =
        () -> {
          throw new IllegalStateException("no such file");
        };
    start(OperationKind.BACKUP, throwing);

    assertThat(ended("id-1").error()).contains("no such file");
  }

  @Test
  void shouldFailARunWithAnErrorAndKeepItsResult() {
    RunOutcome run =
        RunOutcome.of(
            new RunResult.TaskFailed(NOW, IngestFailureType.UNREACHABLE, "no endpoint answers"),
            OptionalLong.empty(),
            1_500_000_000L);
    start(OperationKind.RUN, () -> CompletableFuture.completedFuture(run));

    assertThat(ended("id-1"))
        .isEqualTo(new OperationOutcome(Optional.of(run), Optional.of("no endpoint answers")));
    assertThat(run.seconds()).isEqualTo(1.5);
    assertThat(run.lastProcessedBlock()).isNull();
  }

  @Test
  void shouldRefuseAConflictingOperationWithoutExecutingIt() {
    start(OperationKind.BACKUP, CompletableFuture::new);
    AtomicInteger executions = new AtomicInteger();

    OperationManager.StartReply refused =
        start(
            OperationKind.RESTORE,
            () -> CompletableFuture.completedFuture(executions.incrementAndGet()));

    assertThat(refused.accepted()).isFalse();
    assertThat(refused.operation().kind()).isEqualTo(OperationKind.BACKUP);
    assertThat(executions).hasValue(0);
    assertThat(recent()).hasSize(1);
  }

  @Test
  void shouldAcceptARunDuringARunAsTheRunInProgress() {
    OperationManager.StartReply first = start(OperationKind.RUN, CompletableFuture::new);
    AtomicInteger executions = new AtomicInteger();

    OperationManager.StartReply second =
        start(
            OperationKind.RUN,
            () -> CompletableFuture.completedFuture(executions.incrementAndGet()));

    assertThat(second.accepted()).isTrue();
    assertThat(second.operation()).isEqualTo(first.operation());
    assertThat(executions).hasValue(0);
  }

  private OperationManager.StartReply start(
      OperationKind kind, Supplier<? extends CompletionStage<?>> work) {
    TestProbe<OperationManager.StartReply> probe = KIT.createTestProbe();
    Map<String, String> parameters =
        kind == OperationKind.VERIFY ? Map.of("records", "3") : Map.of();
    manager.tell(new OperationManager.Start(kind, parameters, work, probe.ref()));
    return probe.receiveMessage();
  }

  private Optional<Operation> find(String id) {
    TestProbe<Optional<Operation>> probe = KIT.createTestProbe();
    manager.tell(new OperationManager.Get(id, probe.ref()));
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
    manager.tell(new OperationManager.ListAll(probe.ref()));
    return probe.receiveMessage();
  }
}
