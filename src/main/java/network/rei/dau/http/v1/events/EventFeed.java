package network.rei.dau.http.v1.events;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.util.ByteString;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import network.rei.dau.http.ActorClient;
import network.rei.dau.http.health.HealthReport;
import network.rei.dau.http.v1.status.StatusReport;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.json.Json;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.stats.Snapshot;

/**
 * Tells everybody who listens to {@code /api/v1/events} what changes. While anybody does, it looks
 * at the store and at ingest every so often; each event carries the whole state of its kind, and a
 * client is told what differs from what it was told last. So nothing is missed by who comes late,
 * comes again, or is too slow for what lies between.
 */
public final class EventFeed extends AbstractBehavior<EventFeed.Command> {

  public sealed interface Command {}

  /** Somebody listens. */
  record Join(BoundedSourceQueue<ByteString> client) implements Command {}

  /** Somebody listens no more. */
  record Leave(BoundedSourceQueue<ByteString> client) implements Command {}

  /** The service stops: nobody is told anything any more. */
  public enum Close implements Command {
    INSTANCE
  }

  private enum Look implements Command {
    INSTANCE
  }

  private record Seen(Optional<Snapshot> data, Optional<IngestStatus> ingest) implements Command {}

  private final ActorClient asks;
  private final Clock clock;
  private final Duration every;
  private final TimerScheduler<Command> timers;

  /** Of each kind of event the latest. */
  private final Map<String, ByteString> latest = new LinkedHashMap<>();

  /** What each client was told last of each kind. */
  private final Map<BoundedSourceQueue<ByteString>, Map<String, ByteString>> clients =
      new HashMap<>();

  private boolean looking;
  private boolean closed;

  /**
   * Listens for clients.
   *
   * @param every how often it looks, while somebody listens
   */
  public static Behavior<Command> create(ActorClient asks, Clock clock, Duration every) {
    return Instrumented.as(
        "EventFeed",
        Command.class,
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> new EventFeed(context, timers, asks, clock, every))));
  }

  private EventFeed(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ActorClient asks,
      Clock clock,
      Duration every) {
    super(context);
    this.timers = timers;
    this.asks = asks;
    this.clock = clock;
    this.every = every;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Join.class, this::onJoin)
        .onMessage(Leave.class, this::onLeave)
        .onMessageEquals(Look.INSTANCE, this::onLook)
        .onMessage(Seen.class, this::onSeen)
        .onMessageEquals(Close.INSTANCE, this::onClose)
        .onSignal(PostStop.class, stopped -> onClose())
        .build();
  }

  private Behavior<Command> onJoin(Join join) {
    if (closed) {
      join.client().complete();
      return this;
    }
    clients.put(join.client(), new HashMap<>());
    if (!timers.isTimerActive(Look.INSTANCE)) {
      timers.startTimerWithFixedDelay(Look.INSTANCE, Look.INSTANCE, every);
    }
    return onLook();
  }

  private Behavior<Command> onLeave(Leave leave) {
    clients.remove(leave.client());
    if (clients.isEmpty()) {
      timers.cancel(Look.INSTANCE);
    }
    return this;
  }

  private Behavior<Command> onLook() {
    if (!looking) {
      looking = true;
      CompletionStage<Optional<Snapshot>> data = orEmpty(asks.snapshot());
      CompletionStage<Optional<IngestStatus>> ingest = orEmpty(asks.status());
      getContext().pipeToSelf(data.thenCombine(ingest, Seen::new), (seen, neverFails) -> seen);
    }
    return this;
  }

  private Behavior<Command> onSeen(Seen seen) {
    looking = false;
    seen.data().ifPresent(this::note);
    seen.ingest().ifPresent(this::note);
    Map.copyOf(clients).forEach(this::tell);
    return this;
  }

  private Behavior<Command> onClose() {
    closed = true;
    timers.cancel(Look.INSTANCE);
    clients.keySet().forEach(BoundedSourceQueue::complete);
    clients.clear();
    return this;
  }

  private void note(Snapshot data) {
    note(
        "version", OptionalLong.of(data.version()), VersionEvent.of(data.ledger(), data.version()));
  }

  private void note(IngestStatus status) {
    note(
        "progress",
        OptionalLong.empty(),
        new ProgressEvent(
            status.processing(),
            status.head().isPresent() ? status.head().getAsLong() : null,
            status
                .progress()
                .map(progress -> StatusReport.view(progress, clock.instant()))
                .orElse(null)));
    status
        .lastRun()
        .ifPresent(run -> note("run", OptionalLong.empty(), new RunEvent(HealthReport.view(run))));
  }

  private void note(String kind, OptionalLong id, Object data) {
    ByteString text = ByteString.fromString("event: " + kind + "\n");
    if (id.isPresent()) {
      text = text.concat(ByteString.fromString("id: " + id.getAsLong() + "\n"));
    }
    latest.put(
        kind,
        text.concat(ByteString.fromString("data: "))
            .concat(ByteString.fromArrayUnsafe(Json.bytes(data)))
            .concat(ByteString.fromString("\n\n")));
  }

  private void tell(BoundedSourceQueue<ByteString> client, Map<String, ByteString> told) {
    latest.forEach(
        (kind, event) -> {
          // one that does not fit is told at the next look, as it is by then
          if (!event.equals(told.get(kind)) && client.offer(event) == QueueOfferResult.enqueued()) {
            told.put(kind, event);
          }
        });
  }

  private static <T> CompletionStage<Optional<T>> orEmpty(CompletionStage<T> answer) {
    return answer.handle((value, failure) -> Optional.ofNullable(value));
  }
}
