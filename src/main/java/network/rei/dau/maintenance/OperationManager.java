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
 * Begins the operations that a running service is asked for, one at a time of those that would get
 * into each other's way, and knows what became of them.
 */
public final class OperationManager extends AbstractBehavior<OperationManager.Command> {

  /** What may be asked of it. */
  public sealed interface Command {}

  /**
   * Asks for an operation.
   *
   * @param parameters as they were given, for who looks at it later
   * @param work does it; called once, if it may begin
   */
  public record Begin(
      OperationKind kind,
      Map<String, String> parameters,
      Supplier<? extends CompletionStage<?>> work,
      ActorRef<Begun> replyTo)
      implements Command {}

  /** Asks what became of an operation. */
  public record Find(String id, ActorRef<Optional<Operation>> replyTo) implements Command {}

  /** Asks for all that it knows, the newest first. */
  public record Recent(ActorRef<List<Operation>> replyTo) implements Command {}

  private record Ended(String id, OperationOutcome outcome) implements Command {}

  /**
   * The answer to {@link Begin}.
   *
   * @param operation the one that was asked for; or the one whose end must be waited for
   * @param taken whether it is the one that was asked for: a run that is asked for during another
   *     is that one
   */
  public record Begun(Operation operation, boolean taken) {}

  private static final int KEPT = 100;

  private final Clock clock;
  private final Supplier<String> ids;
  private final OperationLog log = new OperationLog(KEPT);

  /**
   * Nothing is under way yet.
   *
   * @param ids makes a name for each operation, which no other ever has
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
        .onMessage(Begin.class, this::onBegin)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(Find.class, this::onFind)
        .onMessage(Recent.class, this::onRecent)
        .build();
  }

  private Behavior<Command> onBegin(Begin begin) {
    Optional<Operation> inTheWay = log.inTheWayOf(begin.kind());
    begin
        .replyTo()
        .tell(
            inTheWay
                .map(other -> new Begun(other, begin.kind() == OperationKind.RUN))
                .orElseGet(() -> new Begun(begun(begin), true)));
    return this;
  }

  private Operation begun(Begin begin) {
    Operation operation =
        new Operation(ids.get(), begin.kind(), begin.parameters(), now(), Optional.empty());
    log.begin(operation);
    getContext().getLog().info("Operation {} begins", named(operation));
    getContext()
        .pipeToSelf(
            done(begin.work()),
            (result, failure) ->
                new Ended(
                    operation.id(),
                    failure == null
                        ? OperationOutcome.of(result)
                        : OperationOutcome.failed(failure)));
    return operation;
  }

  private static String named(Operation operation) {
    return operation.parameters().isEmpty()
        ? operation.kind().word()
        : operation.kind().word() + " " + new TreeMap<>(operation.parameters());
  }

  /** A failed stage also where the work throws at once. */
  private static CompletionStage<Object> done(Supplier<? extends CompletionStage<?>> work) {
    try {
      return work.get().thenApply(result -> result);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** What an earlier incarnation began is not known any more. */
  private Behavior<Command> onEnded(Ended ended) {
    log.end(ended.id(), now(), ended.outcome()).ifPresent(this::tell);
    return this;
  }

  private void tell(Operation operation) {
    Operation.End end = operation.ended().orElseThrow();
    Logger logger = getContext().getLog();
    end.outcome()
        .error()
        .ifPresentOrElse(
            why -> logger.warn("Operation {} failed: {}", named(operation), why),
            () ->
                logger.info(
                    "Operation {} has ended after {} ms",
                    named(operation),
                    Duration.between(operation.started(), end.at()).toMillis()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private Behavior<Command> onFind(Find find) {
    find.replyTo().tell(log.find(find.id()));
    return this;
  }

  private Behavior<Command> onRecent(Recent recent) {
    recent.replyTo().tell(log.newestFirst());
    return this;
  }
}
