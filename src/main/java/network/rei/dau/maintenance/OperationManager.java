package network.rei.dau.maintenance;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import network.rei.dau.observability.actor.Instrumented;
import org.slf4j.Logger;

/**
 * Starts maintenance operations on request, refuses those that conflict with an operation in
 * progress, and keeps their outcomes.
 */
public final class OperationManager extends AbstractBehavior<OperationManager.Command> {

  public sealed interface Command {}

  /**
   * Requests an operation.
   *
   * @param work executes the operation; called once, if the operation may start
   */
  public record Start(
      OperationKind kind,
      Map<String, String> parameters,
      Supplier<? extends CompletionStage<?>> work,
      ActorRef<StartReply> replyTo)
      implements Command {}

  /** Requests an operation by its identifier. */
  public record Get(String id, ActorRef<Optional<Operation>> replyTo) implements Command {}

  /** Requests the operations in progress and the last ones that ended, the newest first. */
  public record ListAll(ActorRef<List<Operation>> replyTo) implements Command {}

  private record Ended(String id, OperationOutcome outcome) implements Command {}

  /**
   * The reply to {@link Start}.
   *
   * @param operation the requested operation, or the operation in progress that conflicts with it
   * @param accepted whether it is the requested operation. A run that is requested during a run is
   *     the run in progress
   */
  public record StartReply(Operation operation, boolean accepted) {}

  private static final int LOG_CAPACITY = 100;

  private final Clock clock;
  private final Supplier<String> ids;
  private final OperationLog log = new OperationLog(LOG_CAPACITY);

  /**
   * Creates the actor.
   *
   * @param ids creates unique identifiers
   */
  public static Behavior<Command> create(Clock clock, Supplier<String> ids) {
    return Instrumented.as(
        "OperationManager",
        Command.class,
        Behaviors.setup(context -> new OperationManager(context, clock, ids)));
  }

  private OperationManager(ActorContext<Command> context, Clock clock, Supplier<String> ids) {
    super(context);
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Start.class, this::onStart)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(Get.class, this::onGet)
        .onMessage(ListAll.class, this::onListAll)
        .build();
  }

  private Behavior<Command> onStart(Start start) {
    StartReply reply =
        log.conflictingWith(start.kind())
            .map(other -> new StartReply(other, start.kind() == OperationKind.RUN))
            .orElseGet(() -> new StartReply(started(start), true));
    start.replyTo().tell(reply);
    return this;
  }

  private Operation started(Start start) {
    Operation operation =
        new Operation(ids.get(), start.kind(), start.parameters(), now(), Optional.empty());
    log.add(operation);
    getContext().getLog().info("Operation {} has started", describe(operation));
    getContext()
        .pipeToSelf(
            execute(start.work()),
            (result, failure) ->
                new Ended(
                    operation.id(),
                    failure == null
                        ? OperationOutcome.of(result)
                        : OperationOutcome.failed(failure)));
    return operation;
  }

  /** Returns a failed stage also if the work throws. */
  private static CompletionStage<Object> execute(Supplier<? extends CompletionStage<?>> work) {
    try {
      return work.get().thenApply(result -> result);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** An operation of an incarnation before a restart is unknown. */
  private Behavior<Command> onEnded(Ended ended) {
    log.end(ended.id(), now(), ended.outcome()).ifPresent(this::logEnd);
    return this;
  }

  private void logEnd(Operation operation) {
    Operation.End end = operation.ended().orElseThrow();
    Logger logger = getContext().getLog();
    end.outcome()
        .error()
        .ifPresentOrElse(
            error -> logger.warn("Operation {} failed: {}", describe(operation), error),
            () ->
                logger.info(
                    "Operation {} has ended after {} ms",
                    describe(operation),
                    Duration.between(operation.started(), end.at()).toMillis()));
  }

  private static String describe(Operation operation) {
    return operation.parameters().isEmpty()
        ? operation.kind().word()
        : operation.kind().word() + " " + new TreeMap<>(operation.parameters());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private Behavior<Command> onGet(Get get) {
    get.replyTo().tell(log.find(get.id()));
    return this;
  }

  private Behavior<Command> onListAll(ListAll list) {
    list.replyTo().tell(log.newestFirst());
    return this;
  }
}
