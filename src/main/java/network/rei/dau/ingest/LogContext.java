package network.rei.dau.ingest;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Map;

/**
 * What each line of the log carries beside its message (the MDC), where it is known: {@code run}
 * and {@code chunk}, by their numbers.
 */
final class LogContext {

  static final String RUN = "run";
  static final String CHUNK = "chunk";

  private LogContext() {}

  /** A behavior whose messages may each be about a run. */
  static Behavior<StatsSupervisor.Command> ofMessages(
      Behavior<StatsSupervisor.Command> supervisor) {
    return Behaviors.withMdc(
        StatsSupervisor.Command.class,
        message ->
            message instanceof RunMessage about
                ? Map.of(RUN, Long.toString(about.run()))
                : Map.of(),
        supervisor);
  }

  /** A behavior that works on one chunk of a run. */
  static <T> Behavior<T> ofChunk(Class<T> messages, long run, long chunk, Behavior<T> behavior) {
    return Behaviors.withMdc(
        messages, Map.of(RUN, Long.toString(run), CHUNK, Long.toString(chunk)), behavior);
  }
}
