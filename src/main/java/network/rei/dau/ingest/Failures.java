package network.rei.dau.ingest;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import network.rei.dau.chain.ChainException;

/** Words for what failed, to count by and to show. */
final class Failures {

  private Failures() {}

  /** A short, stable word. */
  static String type(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof ChainException chain) {
      return chain.kind().label();
    }
    return cause instanceof TimeoutException ? "timeout" : "internal";
  }

  /** A sentence without secrets or stack traces. */
  static String reason(Throwable failure) {
    Throwable cause = unwrapped(failure);
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
