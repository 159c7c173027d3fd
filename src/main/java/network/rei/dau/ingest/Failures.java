package network.rei.dau.ingest;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import network.rei.dau.chain.ChainException;

/** Words for what failed, to count by and to show. */
public final class Failures {

  /** The store could not be read or written, or did not answer. */
  public static final String STORE = "store";

  /** Another writer has taken over the store. */
  static final String STALE_EPOCH = "stale_epoch";

  /** New blocks do not continue what is stored: the chain was reorganised. */
  public static final String REORGANISED = "reorganised";

  /** Nothing that is stored is on the chain any more: the chain was reset, or forked too deep. */
  public static final String CHAIN_RESET = "chain_reset";

  /** Blocks that fit no record, though the chain's client let them pass. */
  static final String MALFORMED = ChainException.Kind.MALFORMED.label();

  /** A fault of ours. */
  static final String INTERNAL = "internal";

  private Failures() {}

  static ChunkOutcome.GaveUp described(Throwable failure) {
    return new ChunkOutcome.GaveUp(type(failure), reason(failure));
  }

  /** A short, stable word. */
  static String type(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof ChainException chain) {
      return chain.kind().label();
    }
    if (cause instanceof IngestFailure ingest) {
      return ingest.type();
    }
    return cause instanceof TimeoutException ? ChainException.Kind.TIMEOUT.label() : INTERNAL;
  }

  /** A sentence without secrets or stack traces. */
  public static String reason(Throwable failure) {
    Throwable cause = unwrapped(failure);
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** Whether trying again in the same run cannot help. */
  static boolean permanent(Throwable failure) {
    return unwrapped(failure) instanceof IngestFailure ingest && ingest.permanent();
  }

  static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
