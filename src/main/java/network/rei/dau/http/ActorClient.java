package network.rei.dau.http;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.function.Function;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.cluster.Membership;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.concurrent.SharedCall;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.answer.AnswerKind;

/**
 * Asks the actors on behalf of the routes. Every returned stage fails with a {@link
 * java.util.concurrent.TimeoutException} if the actor does not reply within the ask timeout.
 *
 * <p>The returned stages complete on the default dispatcher, and so do steps that depend on them.
 * The stage that {@link AskPattern} returns must not leave this class: its dependent steps run on
 * the common pool of the JDK, which on one or two cores starts a new thread for each of them.
 */
public final class ActorClient {

  private final ActorSystem<?> system;
  private final ActorRef<StatsSupervisor.Command> supervisor;
  private final Duration timeout;
  private final SharedCall<Snapshot> snapshots;
  private final Map<AnswerKind, SharedCall<StatsStore.PreparedAnswer>> answers =
      new EnumMap<>(AnswerKind.class);

  public ActorClient(
      ActorSystem<?> system,
      ActorRef<StatsStore.Command> store,
      ActorRef<StatsSupervisor.Command> supervisor,
      Duration timeout) {
    this.system = system;
    this.supervisor = supervisor;
    this.timeout = timeout;
    this.snapshots = new SharedCall<>(() -> ask(store, StatsStore.GetSnapshot::new));
    for (AnswerKind kind : AnswerKind.values()) {
      answers.put(
          kind, new SharedCall<>(() -> ask(store, to -> new StatsStore.GetAnswer(kind, to))));
    }
  }

  /** Returns an answer that the store prepared when the data changed. */
  public CompletionStage<StatsStore.PreparedAnswer> answer(AnswerKind kind) {
    return answers.get(kind).result();
  }

  /** Returns the current data. */
  public CompletionStage<Snapshot> snapshot() {
    return snapshots.result();
  }

  /** Returns the current data, or empty if the store does not reply in time. */
  public CompletionStage<Optional<Snapshot>> snapshotIfAvailable() {
    return Failures.emptyOnFailure(snapshot());
  }

  /** Returns the status of ingest. */
  public CompletionStage<IngestStatus> status() {
    return ask(supervisor, StatsSupervisor.GetStatus::new);
  }

  /** Returns the status of ingest, or empty if the supervisor does not reply in time. */
  public CompletionStage<Optional<IngestStatus>> statusIfAvailable() {
    return Failures.emptyOnFailure(status());
  }

  /** Returns the members of the cluster; empty for a node outside a cluster. */
  public Optional<Membership> membership() {
    return Membership.of(system);
  }

  /** Returns whether the service has started to stop. */
  public boolean isStopping() {
    return CoordinatedShutdown.get(system).getShutdownReason().isPresent();
  }

  private <M, R> CompletableFuture<R> ask(ActorRef<M> actor, Function<ActorRef<R>, M> message) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    CompletionStage<?> unused =
        AskPattern.ask(actor, message, timeout, system.scheduler())
            .whenCompleteAsync(
                (reply, failure) -> {
                  if (failure == null) {
                    answer.complete(reply);
                  } else {
                    answer.completeExceptionally(failure);
                  }
                },
                system.executionContext());
    return answer;
  }
}
