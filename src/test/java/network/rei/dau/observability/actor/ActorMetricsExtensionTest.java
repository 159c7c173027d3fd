package network.rei.dau.observability.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ActorMetricsExtensionTest {

  private sealed interface Command {}

  private record Greet(ActorRef<String> replyTo) implements Command {}

  private record Wait(CountDownLatch until) implements Command {}

  private enum Order implements Command {
    FAIL,
    STOP,
    UNKNOWN
  }

  private static final class Sorry extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The name of a mailbox in the configuration. */
  private static final String BOXED = "EventFeed";

  private static final ActorTestKit KIT = ActorTestKit.create();

  private final ActorMetricsExtension counts = ActorMetricsExtension.of(KIT.system());
  private final TestProbe<String> requester = KIT.createTestProbe();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void shouldCountMessagesByClass() {
    ActorRef<Command> actor = KIT.spawn(watched("Greeter"));

    greet(actor);
    greet(actor);

    ActorMetrics count = counts.of("Greeter");
    // A message is counted after it was processed, which is after the reply.
    Awaitility.await().until(() -> count.processing().values().count() == 3);
    assertThat(count.messages().counts()).isEqualTo(Map.of("Greet", 2L));
    assertThat(count.processing().values().sum()).isPositive();
    assertThat(count.failures().counts()).isEmpty();
  }

  @Test
  void shouldCountFailuresAndRestarts() {
    ActorRef<Command> actor =
        KIT.spawn(
            Behaviors.supervise(watched("Clumsy"))
                .onFailure(SupervisorStrategy.restart().withLoggingEnabled(false)));

    actor.tell(Order.FAIL);
    actor.tell(Order.FAIL);
    greet(actor);

    ActorMetrics count = counts.of("Clumsy");
    assertThat(count.failures().counts()).isEqualTo(Map.of("Sorry", 2L));
    assertThat(count.restarts().sum()).isEqualTo(2);
    assertThat(count.messages().counts()).containsEntry("Order", 2L);
  }

  @Test
  void shouldCountAFailedStart() {
    KIT.spawn(
        Behaviors.supervise(
                Instrumented.as(
                    "Stillborn",
                    Command.class,
                    Behaviors.setup(
                        context -> {
                          throw new Sorry();
                        })))
            .onFailure(SupervisorStrategy.stop().withLoggingEnabled(false)));

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(counts.of("Stillborn").failures().counts())
                    .isEqualTo(Map.of("Sorry", 1L)));
  }

  @Test
  void shouldMeasureTheMailbox() {
    ActorRef<Command> actor = KIT.spawn(watched(BOXED), InstrumentedMailbox.of(BOXED));
    ActorMetrics count = counts.of(BOXED);
    CountDownLatch latch = new CountDownLatch(1);

    actor.tell(new Wait(latch));
    Awaitility.await().until(() -> count.queued() == 0);
    for (int i = 0; i < 5; i++) {
      actor.tell(new Greet(requester.ref()));
    }

    assertThat(count.queued()).isEqualTo(5);
    assertThat(count.running()).isEqualTo(1);
    latch.countDown();
    requester.receiveSeveralMessages(5);
    assertThat(count.queued()).isZero();
    assertThat(count.waiting().values().count()).isPositive();
    assertThat(count.waiting().values().sum()).isPositive();
    actor.tell(Order.STOP);
    Awaitility.await().until(() -> count.running() == 0);
  }

  @Test
  void shouldCountDeadLettersAndUnhandledMessages() {
    KIT.spawn(EventStreamListener.create());
    ActorRef<Command> gone = KIT.spawn(watched("Gone"));
    ActorRef<Command> here = KIT.spawn(watched("Here"));
    gone.tell(Order.STOP);
    requester.expectTerminated(gone);

    // The listener subscribes asynchronously, so the messages are sent repeatedly.
    Awaitility.await()
        .untilAsserted(
            () -> {
              gone.tell(new Greet(requester.ref()));
              here.tell(Order.UNKNOWN);
              assertThat(counts.deadLetters().counts()).containsKey("Greet");
              assertThat(counts.unhandled().counts()).containsKey("Order");
            });
  }

  private void greet(ActorRef<Command> actor) {
    actor.tell(new Greet(requester.ref()));
    requester.expectMessage("hello");
  }

  private static Behavior<Command> watched(String name) {
    return Instrumented.as(
        name,
        Command.class,
        Behaviors.receive(Command.class)
            .onMessage(
                Greet.class,
                greet -> {
                  greet.replyTo().tell("hello");
                  return Behaviors.same();
                })
            .onMessage(
                Wait.class,
                wait -> {
                  wait.until().await();
                  return Behaviors.same();
                })
            .onMessageEquals(
                Order.FAIL,
                () -> {
                  throw new Sorry();
                })
            .onMessageEquals(Order.STOP, Behaviors::stopped)
            .build());
  }
}
