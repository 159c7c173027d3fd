package network.rei.dau.maintenance;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import network.rei.dau.observability.actor.InstrumentedMailbox;

/** Asks the {@link OperationManager}. Stages fail if it does not reply in time. */
public final class Operations {

  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(3);

  private final ActorSystem<?> system;
  private final ActorRef<OperationManager.Command> manager;
  private final OperationExecutor executor;

  private Operations(
      ActorSystem<?> system,
      ActorRef<OperationManager.Command> manager,
      OperationExecutor executor) {
    this.system = system;
    this.manager = manager;
    this.executor = executor;
  }

  /** Spawns an {@link OperationManager}, which stops with the actor system. */
  public static Operations spawn(ActorSystem<?> system, OperationExecutor executor, Clock clock) {
    return new Operations(
        system,
        system.systemActorOf(
            Behaviors.supervise(OperationManager.create(clock, () -> UUID.randomUUID().toString()))
                .onFailure(SupervisorStrategy.restart()),
            "operations",
            InstrumentedMailbox.of("OperationManager")),
        executor);
  }

  /**
   * Starts an operation, unless it conflicts with one in progress.
   *
   * @param parameters the parameters of the request
   * @param work executes the operation
   */
  public CompletionStage<OperationManager.StartReply> begin(
      OperationKind kind,
      Map<String, String> parameters,
      Function<OperationExecutor, CompletionStage<?>> work) {
    return AskPattern.ask(
        manager,
        replyTo ->
            new OperationManager.Start(kind, parameters, () -> work.apply(executor), replyTo),
        ASK_TIMEOUT,
        system.scheduler());
  }

  /** Returns an operation that is in progress or one of the last that ended. */
  public CompletionStage<Optional<Operation>> find(String id) {
    return AskPattern.ask(
        manager, replyTo -> new OperationManager.Get(id, replyTo), ASK_TIMEOUT, system.scheduler());
  }

  /** Returns the operations in progress and the last ones that ended, the newest first. */
  public CompletionStage<List<Operation>> recent() {
    return AskPattern.ask(manager, OperationManager.ListAll::new, ASK_TIMEOUT, system.scheduler());
  }
}
