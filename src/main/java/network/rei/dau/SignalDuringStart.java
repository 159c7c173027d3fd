package network.rei.dau;

import akka.actor.CoordinatedShutdown;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/**
 * Logs that a signal ends the process before its actor system can log it: a migration of the store,
 * which comes first, may take long enough for a probe to end the process.
 */
final class SignalDuringStart implements AutoCloseable {

  private final AtomicBoolean isOver = new AtomicBoolean();
  private final Thread hook;

  /** Begins to watch. */
  SignalDuringStart(Logger log) {
    this.hook =
        new Thread(
            () -> {
              if (!isOver.get()) {
                log.info(
                    "The service stops during its start because {}",
                    StopReason.clause(Optional.of(CoordinatedShutdown.jvmExitReason())));
              }
            },
            "log-signal");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Ends to watch; harmless if it has ended. */
  @Override
  public void close() {
    if (isOver.compareAndSet(false, true)) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // A signal has arrived, and the hook may be running.
      }
    }
  }
}
