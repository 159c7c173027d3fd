package network.rei.dau.webhook;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.storage.EventOutbox;
import network.rei.dau.storage.EventOutbox.Entry;
import network.rei.dau.storage.EventOutbox.Pending;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the events of the webhooks to the outbox, and sends what is in it. A cluster has one such
 * actor; if two nodes have one for a short time, the claims in the outbox keep them from sending
 * the same event at the same time.
 *
 * <p>An event is derived from the state of the store and of ingest, and written to the outbox
 * before it is sent. Each webhook receives one event after the other, and does not wait for other
 * webhooks. An event that was sent when the process ends, and not noted yet, is sent again with the
 * same id.
 */
public final class WebhookSender extends AbstractBehavior<WebhookSender.Command> {

  public sealed interface Command {}

  private enum Tick implements Command {
    POLL
  }

  private record Polled(Optional<Snapshot> data, Optional<IngestStatus> ingest)
      implements Command {}

  private record Planned(List<Entry> events, int refused, Map<String, Pending> pending)
      implements Command {}

  private record Claimed(Webhook webhook, Optional<Entry> event) implements Command {}

  private record Transmitted(Webhook webhook, Entry event, Transmission outcome)
      implements Command {}

  private record Noted(Webhook webhook) implements Command {}

  /**
   * The outbox failed.
   *
   * @param webhook whose event was claimed or noted; empty if events were added
   */
  private record OutboxFailed(Optional<Webhook> webhook, Throwable failure) implements Command {}

  /**
   * What the actor needs.
   *
   * @param chainName in messages
   * @param retention within which missing blocks are a gap
   * @param storage the executor of blocking work on the outbox
   */
  public record Dependencies(
      WebhookSettings settings,
      String chainName,
      long chainId,
      Duration retention,
      EventOutbox outbox,
      Executor storage,
      Clock clock,
      WebhookMetrics metrics) {}

  /** The bound of the events of a webhook that are to be sent. */
  static final int MAX_PENDING = 1_000;

  /**
   * The times of an actor, which are shorter in tests.
   *
   * @param pollInterval between looks for new events
   * @param timeout how long a receiver may take to answer
   */
  record Times(Duration pollInterval, Duration timeout) {}

  private static final Times TIMES = new Times(Duration.ofSeconds(5), Duration.ofSeconds(10));

  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(3);

  /** How long it is remembered that an event was sent, much longer than it can be derived. */
  private static final Duration MEMORY = Duration.ofDays(90);

  private static final Duration CLEANING_INTERVAL = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

  private final Dependencies dependencies;
  private final ActorRef<StatsStore.Command> store;
  private final RecipientRef<StatsSupervisor.Command> supervisor;
  private final Map<String, Webhook> webhooks = new LinkedHashMap<>();
  private final EventPlanner planner;
  private final WebhookClient client;
  private final Backoff backoff = new Backoff(ThreadLocalRandom.current());

  /** The webhooks for which an event is being claimed, sent or noted. */
  private final Set<String> busy = new HashSet<>();

  /** The webhooks whose last attempt failed, which is logged once. */
  private final Set<String> failing = new HashSet<>();

  /** How long an event is not due while it is being sent. */
  private final Duration lease;

  private boolean polling;
  private boolean outboxFails;
  private Instant cleanedAt = Instant.EPOCH;

  /**
   * Creates the behavior.
   *
   * @param supervisor in a cluster, a proxy of it
   */
  public static Behavior<Command> create(
      Dependencies dependencies,
      ActorRef<StatsStore.Command> store,
      RecipientRef<StatsSupervisor.Command> supervisor) {
    return create(dependencies, store, supervisor, TIMES);
  }

  static Behavior<Command> create(
      Dependencies dependencies,
      ActorRef<StatsStore.Command> store,
      RecipientRef<StatsSupervisor.Command> supervisor,
      Times times) {
    return Instrumented.as(
        "WebhookSender",
        Command.class,
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new WebhookSender(
                            context, timers, dependencies, store, supervisor, times))));
  }

  private WebhookSender(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Dependencies dependencies,
      ActorRef<StatsStore.Command> store,
      RecipientRef<StatsSupervisor.Command> supervisor,
      Times times) {
    super(context);
    this.dependencies = dependencies;
    this.store = store;
    this.supervisor = supervisor;
    List<Webhook> all = dependencies.settings().webhooks();
    all.forEach(webhook -> webhooks.put(webhook.name(), webhook));
    this.planner = new EventPlanner(all, dependencies.chainName(), dependencies.chainId());
    this.client = new WebhookClient(context.getSystem(), times.timeout());
    this.lease = times.timeout().multipliedBy(3);
    timers.startTimerWithFixedDelay(Tick.POLL, Duration.ZERO, times.pollInterval());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Tick.POLL, this::onPoll)
        .onMessage(Polled.class, this::onPolled)
        .onMessage(Planned.class, this::onPlanned)
        .onMessage(Claimed.class, this::onClaimed)
        .onMessage(Transmitted.class, this::onTransmitted)
        .onMessage(Noted.class, this::onNoted)
        .onMessage(OutboxFailed.class, this::onOutboxFailed)
        .onSignal(PostStop.class, stopped -> onStop())
        .onSignal(PreRestart.class, restarting -> onStop())
        .build();
  }

  private Behavior<Command> onPoll() {
    if (!polling) {
      polling = true;
      getContext()
          .pipeToSelf(
              ask(store, StatsStore.GetSnapshot::new)
                  .thenCombine(ask(supervisor, StatsSupervisor.GetStatus::new), Polled::new),
              (polled, neverFails) -> polled);
    }
    return this;
  }

  /** Completes with an empty value if the actor does not reply in time. */
  private <M, R> CompletionStage<Optional<R>> ask(
      RecipientRef<M> actor, akka.japi.function.Function<ActorRef<R>, M> message) {
    return Failures.emptyOnFailure(
        AskPattern.ask(actor, message, ASK_TIMEOUT, getContext().getSystem().scheduler()));
  }

  private Behavior<Command> onPolled(Polled polled) {
    Instant now = dependencies.clock().instant();
    List<Entry> events =
        polled
            .data()
            .map(
                data ->
                    planner.events(
                        EventPlanner.State.of(
                            data.ledger(), polled.ingest(), dependencies.retention()),
                        now))
            .orElse(List.of());
    boolean cleans = cleanedAt.plus(CLEANING_INTERVAL).isBefore(now);
    cleanedAt = cleans ? now : cleanedAt;
    EventOutbox outbox = dependencies.outbox();
    onOutbox(
        Optional.empty(),
        () -> {
          int refused = events.isEmpty() ? 0 : outbox.add(events, MAX_PENDING);
          if (cleans) {
            outbox.deleteBefore(now.minus(MEMORY));
          }
          return new Planned(events, refused, outbox.pending());
        });
    return this;
  }

  private Behavior<Command> onPlanned(Planned planned) {
    polling = false;
    if (outboxFails) {
      outboxFails = false;
      LOG.info("the outbox of the webhooks can be used again");
    }
    planner.added(planned.events());
    dependencies.metrics().refused(planned.refused());
    dependencies.metrics().setPending(planned.pending());
    planned.pending().keySet().stream()
        .map(webhooks::get)
        .filter(webhook -> webhook != null)
        .forEach(this::sendNext);
    return this;
  }

  private void sendNext(Webhook webhook) {
    if (busy.add(webhook.name())) {
      Instant now = dependencies.clock().instant();
      onOutbox(
          Optional.of(webhook),
          () -> new Claimed(webhook, dependencies.outbox().claim(webhook.name(), now, lease)));
    }
  }

  private Behavior<Command> onClaimed(Claimed claimed) {
    Webhook webhook = claimed.webhook();
    if (claimed.event().isEmpty()) {
      busy.remove(webhook.name());
      return this;
    }
    Entry event = claimed.event().get();
    if (Backoff.isTooOld(event.createdAt(), dependencies.clock().instant())) {
      giveUp(webhook, event);
    } else {
      getContext()
          .pipeToSelf(
              client.send(webhook, event),
              (outcome, neverFails) -> new Transmitted(webhook, event, outcome));
    }
    return this;
  }

  private Behavior<Command> onTransmitted(Transmitted transmitted) {
    Webhook webhook = transmitted.webhook();
    Entry event = transmitted.event();
    if (transmitted.outcome() instanceof Transmission.Failed failed) {
      Instant now = dependencies.clock().instant();
      dependencies.metrics().failed(webhook.name(), now, failed.reason());
      if (failing.add(webhook.name())) {
        LOG.warn("webhook {}: {}; events are sent again", webhook.name(), failed.reason());
      } else {
        LOG.debug("webhook {}: {}", webhook.name(), failed.reason());
      }
      backoff
          .next(event.createdAt(), event.attempts(), failed.retryAfter(), now)
          .ifPresentOrElse(
              due -> note(webhook, outbox -> outbox.failed(event, due)),
              () -> giveUp(webhook, event));
    } else {
      dependencies.metrics().attempted(webhook.name(), WebhookMetrics.SENT);
      if (failing.remove(webhook.name())) {
        LOG.info("webhook {} accepts events again", webhook.name());
      }
      note(webhook, outbox -> outbox.sent(event));
    }
    return this;
  }

  private void giveUp(Webhook webhook, Entry event) {
    LOG.error(
        "webhook {}: the event {} was not sent in {} hours and is given up",
        webhook.name(),
        event.key(),
        Backoff.MAX_AGE.toHours());
    dependencies.metrics().attempted(webhook.name(), WebhookMetrics.GIVEN_UP);
    note(webhook, outbox -> outbox.givenUp(event));
  }

  /** Changes the outbox. */
  @FunctionalInterface
  private interface Note {
    void on(EventOutbox outbox);
  }

  private void note(Webhook webhook, Note note) {
    onOutbox(
        Optional.of(webhook),
        () -> {
          note.on(dependencies.outbox());
          return new Noted(webhook);
        });
  }

  private Behavior<Command> onNoted(Noted noted) {
    busy.remove(noted.webhook().name());
    sendNext(noted.webhook());
    return this;
  }

  private Behavior<Command> onOutboxFailed(OutboxFailed failed) {
    failed.webhook().ifPresentOrElse(webhook -> busy.remove(webhook.name()), () -> polling = false);
    if (!outboxFails) {
      outboxFails = true;
      LOG.warn("the outbox of the webhooks: {}", Failures.message(failed.failure()));
    }
    return this;
  }

  private Behavior<Command> onStop() {
    dependencies.metrics().stopped();
    return this;
  }

  private void onOutbox(Optional<Webhook> webhook, Supplier<Command> work) {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(work, dependencies.storage()),
            (done, failure) -> failure == null ? done : new OutboxFailed(webhook, failure));
  }
}
