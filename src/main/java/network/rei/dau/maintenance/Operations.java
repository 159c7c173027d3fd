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

/** Operations that a running service is asked for. Stages fail if the desk does not answer. */
public final class Operations {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final ActorSystem<?> system;
  private final ActorRef<OperationManager.Command> desk;
  private final OperationExecutor operator;

  private Operations(
      ActorSystem<?> system, ActorRef<OperationManager.Command> desk, OperationExecutor operator) {
    this.system = system;
    this.desk = desk;
    this.operator = operator;
  }

  /** Opens the desk; it is closed with the actor system. */
  public static Operations open(ActorSystem<?> system, OperationExecutor operator, Clock clock) {
    return new Operations(
        system,
        system.systemActorOf(
            Behaviors.supervise(OperationManager.create(clock, () -> UUID.randomUUID().toString()))
                .onFailure(SupervisorStrategy.restart()),
            "operations",
            InstrumentedMailbox.of("OperationManager")),
        operator);
  }

  /**
   * Begins an operation, unless another is in its way.
   *
   * @param parameters as they were given
   * @param work what is asked of the operator
   */
  public CompletionStage<OperationManager.Begun> begin(
      OperationKind kind,
      Map<String, String> parameters,
      Function<OperationExecutor, CompletionStage<?>> work) {
    return AskPattern.ask(
        desk,
        replyTo ->
            new OperationManager.Begin(kind, parameters, () -> work.apply(operator), replyTo),
        TIMEOUT,
        system.scheduler());
  }

  /** One that is under way, or of the last ones. */
  public CompletionStage<Optional<Operation>> find(String id) {
    return AskPattern.ask(
        desk, replyTo -> new OperationManager.Find(id, replyTo), TIMEOUT, system.scheduler());
  }

  /** Those under way and the last ones that ended, the newest first. */
  public CompletionStage<List<Operation>> recent() {
    return AskPattern.ask(desk, OperationManager.Recent::new, TIMEOUT, system.scheduler());
  }
}
