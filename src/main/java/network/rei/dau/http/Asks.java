package network.rei.dau.http;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.function.Function;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import network.rei.dau.cluster.Membership;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.views.Answer;

/** What the routes ask of the actors; a stage fails if they do not answer in time. */
final class Asks {

  private final ActorSystem<?> system;
  private final ActorRef<StatsStore.Command> store;
  private final ActorRef<StatsSupervisor.Command> supervisor;
  private final Duration timeout;

  Asks(
      ActorSystem<?> system,
      ActorRef<StatsStore.Command> store,
      ActorRef<StatsSupervisor.Command> supervisor,
      Duration timeout) {
    this.system = system;
    this.store = store;
    this.supervisor = supervisor;
    this.timeout = timeout;
  }

  CompletionStage<StatsStore.PreparedAnswer> answer(Answer answer) {
    return ask(store, replyTo -> new StatsStore.GetAnswer(answer, replyTo));
  }

  CompletionStage<Snapshot> snapshot() {
    return ask(store, StatsStore.GetSnapshot::new);
  }

  CompletionStage<IngestStatus> status() {
    return ask(supervisor, StatsSupervisor.GetStatus::new);
  }

  /** The nodes of the cluster; empty for a node alone. */
  Optional<Membership> membership() {
    return Membership.of(system);
  }

  /** Whether the service has been told to end. */
  boolean isStopping() {
    return CoordinatedShutdown.get(system).getShutdownReason().isPresent();
  }

  private <M, R> CompletionStage<R> ask(ActorRef<M> actor, Function<ActorRef<R>, M> message) {
    return AskPattern.ask(actor, message, timeout, system.scheduler());
  }
}
