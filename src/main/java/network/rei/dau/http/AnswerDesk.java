package network.rei.dau.http;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.observability.actor.InstrumentedMailbox;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.answer.AnswerKind;

/**
 * Asks the store for one prepared answer, once for each request, and gives a reply to everybody who
 * waits: it is what the store would tell each of them. An ask as Akka has it makes an actor
 * reference and a timer for each request; here one actor has all replies sent to it.
 */
final class AnswerDesk {

  /** How much later than its time a request may be given up. */
  private static final Duration MOST_LATE = Duration.ofMillis(100);

  private enum Look {
    INSTANCE
  }

  /** A request, and the one that came before it. */
  private static final class Waiting extends CompletableFuture<StatsStore.PreparedAnswer> {
    private final long since = System.nanoTime();
    private Waiting before;
  }

  private final ActorRef<StatsStore.Command> store;
  private final Duration timeout;
  private final StatsStore.Command question;

  /** Who waits; added to by anybody, taken from by the actor alone. */
  private final AtomicReference<Waiting> newest = new AtomicReference<>();

  /**
   * Opens a desk for one answer.
   *
   * @param timeout after which a request that waits is failed with a {@link TimeoutException}
   */
  AnswerDesk(
      ActorSystem<?> system,
      ActorRef<StatsStore.Command> store,
      AnswerKind answer,
      Duration timeout) {
    this.store = store;
    this.timeout = timeout;
    ActorRef<Object> desk =
        system.systemActorOf(
            Instrumented.as("AnswerDesk", Object.class, behavior()),
            "http-answers-" + answer,
            InstrumentedMailbox.of("AnswerDesk"));
    this.question = new StatsStore.GetAnswer(answer, desk.narrow());
  }

  /** The answer as of now, told on the actors' threads; fails if it does not come in time. */
  CompletionStage<StatsStore.PreparedAnswer> ask() {
    Waiting waiting = new Waiting();
    add(waiting);
    store.tell(question);
    return waiting;
  }

  private Behavior<Object> behavior() {
    Duration every = MOST_LATE.compareTo(timeout) < 0 ? MOST_LATE : timeout;
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(Look.INSTANCE, every);
          return Behaviors.receive(Object.class)
              .onMessage(StatsStore.PreparedAnswer.class, this::onReply)
              .onMessageEquals(Look.INSTANCE, this::onLook)
              .build();
        });
  }

  private Behavior<Object> onReply(StatsStore.PreparedAnswer reply) {
    for (Waiting one = newest.getAndSet(null); one != null; one = one.before) {
      one.complete(reply);
    }
    return Behaviors.same();
  }

  private Behavior<Object> onLook() {
    Waiting one = newest.getAndSet(null);
    while (one != null) {
      Waiting before = one.before;
      if (System.nanoTime() - one.since >= timeout.toNanos()) {
        one.completeExceptionally(new TimeoutException());
      } else {
        add(one);
      }
      one = before;
    }
    return Behaviors.same();
  }

  private void add(Waiting waiting) {
    do {
      waiting.before = newest.get();
    } while (!newest.compareAndSet(waiting.before, waiting));
  }
}
