package network.rei.dau.http.v1.events;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.http.javadsl.model.sse.ServerSentEvent;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.http.ActorClient;
import network.rei.dau.http.health.HealthReport;
import network.rei.dau.http.health.HealthView;
import network.rei.dau.http.v1.status.StatusReport;
import network.rei.dau.http.v1.status.StatusView;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.json.Json;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.stats.Snapshot;

/**
 * Sends the changes of the data and of ingest to the clients of {@code /api/v1/events}. While there
 * are clients, it polls the store and ingest. An event carries the whole state of its type, and a
 * client receives an event if it differs from the last one of its type that the client received. So
 * a client that connects late, reconnects or reads slowly misses no state.
 */
public final class EventFeed extends AbstractBehavior<EventFeed.Command> {

  public sealed interface Command {}

  /** A client has connected. */
  record Join(BoundedSourceQueue<ServerSentEvent> client) implements Command {}

  /** A client has disconnected. */
  record Leave(BoundedSourceQueue<ServerSentEvent> client) implements Command {}

  /** The service stops: the streams of all clients end. */
  public enum Close implements Command {
    INSTANCE
  }

  private enum Poll implements Command {
    INSTANCE
  }

  private record Polled(Optional<Snapshot> data, Optional<IngestStatus> ingest)
      implements Command {}

  /**
   * The event {@code version}: the data has changed.
   *
   * @param records how many are stored
   * @param sealedRecords how many of them are whole
   */
  private record VersionEvent(
      long version, @JsonUnwrapped AsOfView asOf, long records, long sealedRecords) {}

  /**
   * The event {@code progress}: how far the ingest is.
   *
   * @param processing whether a run is in progress
   * @param head the newest block that is fetched; null until an endpoint answered
   * @param progress of the run; null while there is none, or it is being planned
   */
  private record ProgressEvent(boolean processing, Long head, StatusView.Progress progress) {}

  /** The event {@code run}: a run has ended, or which one did last. */
  private record RunEvent(@JsonUnwrapped HealthView.LastRun run) {}

  /** The time after which a client that lost its connection reconnects. */
  private static final OptionalInt RETRY_MILLIS = OptionalInt.of(3000);

  private final ActorClient actors;
  private final Clock clock;
  private final Duration interval;
  private final TimerScheduler<Command> timers;

  /** The latest event of each type. */
  private final Map<String, ServerSentEvent> latest = new LinkedHashMap<>();

  /** The last event of each type that each client received. */
  private final Map<BoundedSourceQueue<ServerSentEvent>, Map<String, ServerSentEvent>> clients =
      new HashMap<>();

  private boolean polling;
  private boolean closed;

  /**
   * Creates the behavior.
   *
   * @param interval between polls
   */
  public static Behavior<Command> create(ActorClient actors, Clock clock, Duration interval) {
    return Instrumented.as(
        "EventFeed",
        Command.class,
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> new EventFeed(context, timers, actors, clock, interval))));
  }

  private EventFeed(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ActorClient actors,
      Clock clock,
      Duration interval) {
    super(context);
    this.timers = timers;
    this.actors = actors;
    this.clock = clock;
    this.interval = interval;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Join.class, this::onJoin)
        .onMessage(Leave.class, this::onLeave)
        .onMessageEquals(Poll.INSTANCE, this::onPoll)
        .onMessage(Polled.class, this::onPolled)
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
    if (!timers.isTimerActive(Poll.INSTANCE)) {
      timers.startTimerWithFixedDelay(Poll.INSTANCE, Poll.INSTANCE, interval);
    }
    return onPoll();
  }

  private Behavior<Command> onLeave(Leave leave) {
    clients.remove(leave.client());
    if (clients.isEmpty()) {
      timers.cancel(Poll.INSTANCE);
    }
    return this;
  }

  private Behavior<Command> onPoll() {
    if (!polling) {
      polling = true;
      getContext()
          .pipeToSelf(
              actors.snapshotIfAvailable().thenCombine(actors.statusIfAvailable(), Polled::new),
              (polled, neverFails) -> polled);
    }
    return this;
  }

  private Behavior<Command> onPolled(Polled polled) {
    polling = false;
    polled.data().ifPresent(this::update);
    polled.ingest().ifPresent(this::update);
    Map.copyOf(clients).forEach(this::send);
    return this;
  }

  private Behavior<Command> onClose() {
    closed = true;
    timers.cancel(Poll.INSTANCE);
    clients.keySet().forEach(BoundedSourceQueue::complete);
    clients.clear();
    return this;
  }

  private void update(Snapshot data) {
    update(
        "version",
        Optional.of(Long.toString(data.version())),
        new VersionEvent(
            data.version(),
            AsOfView.of(data.ledger()),
            data.ledger().records().size(),
            data.ledger().records().stream().filter(LedgerRecord::sealed).count()));
  }

  private void update(IngestStatus status) {
    update(
        "progress",
        Optional.empty(),
        new ProgressEvent(
            status.processing(),
            status.head().isPresent() ? status.head().getAsLong() : null,
            status
                .progress()
                .map(progress -> StatusReport.view(progress, clock.instant()))
                .orElse(null)));
    status
        .lastRun()
        .ifPresent(run -> update("run", Optional.empty(), new RunEvent(HealthReport.view(run))));
  }

  private void update(String type, Optional<String> id, Object view) {
    latest.put(
        type,
        ServerSentEvent.create(
            new String(Json.bytes(view), StandardCharsets.UTF_8),
            Optional.of(type),
            id,
            RETRY_MILLIS));
  }

  private void send(
      BoundedSourceQueue<ServerSentEvent> client, Map<String, ServerSentEvent> received) {
    latest.forEach(
        (type, event) -> {
          // an event that does not fit is sent at the next poll, in its state of then
          if (!event.equals(received.get(type))
              && client.offer(event) == QueueOfferResult.enqueued()) {
            received.put(type, event);
          }
        });
  }
}
