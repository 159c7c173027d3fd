package network.rei.dau.http;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.function.Function;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import network.rei.dau.cluster.Membership;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.answer.AnswerKind;

/**
 * What the routes ask of the actors; a stage fails if they do not answer in time.
 *
 * <p>Answers are told on the actors' threads, and steps that go on from there stay on them. A step
 * that goes on from Akka's own ask takes the JDK's common pool instead, which on one or two cores
 * is a new thread each time.
 */
public final class ActorClient {

  private final ActorSystem<?> system;
  private final ActorRef<StatsStore.Command> store;
  private final ActorRef<StatsSupervisor.Command> supervisor;
  private final Duration timeout;
  private final Executor dispatcher;
  private final Map<AnswerKind, AnswerDesk> desks = new ConcurrentHashMap<>();

  public ActorClient(
      ActorSystem<?> system,
      ActorRef<StatsStore.Command> store,
      ActorRef<StatsSupervisor.Command> supervisor,
      Duration timeout) {
    this.system = system;
    this.store = store;
    this.supervisor = supervisor;
    this.timeout = timeout;
    this.dispatcher = system.executionContext();
  }

  public CompletionStage<StatsStore.PreparedAnswer> answer(AnswerKind answer) {
    return desks
        .computeIfAbsent(answer, wanted -> new AnswerDesk(system, store, wanted, timeout))
        .ask();
  }

  public CompletionStage<Snapshot> snapshot() {
    return ask(store, StatsStore.GetSnapshot::new);
  }

  public CompletionStage<IngestStatus> status() {
    return ask(supervisor, StatsSupervisor.GetStatus::new);
  }

  /** The nodes of the cluster; empty for a node alone. */
  public Optional<Membership> membership() {
    return Membership.of(system);
  }

  /** Whether the service has been told to end. */
  public boolean isStopping() {
    return CoordinatedShutdown.get(system).getShutdownReason().isPresent();
  }

  private <M, R> CompletionStage<R> ask(ActorRef<M> actor, Function<ActorRef<R>, M> message) {
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
                dispatcher);
    return answer;
  }
}
