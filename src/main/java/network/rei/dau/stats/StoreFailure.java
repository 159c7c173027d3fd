package network.rei.dau.stats;

import java.util.concurrent.CompletionException;
import java.util.function.Function;
import network.rei.dau.storage.StoreUnavailableException;

/**
 * Why the store could not do what it was to do.
 *
 * @param reason a sentence
 * @param away whether its server cannot be reached, for a while perhaps
 */
record StoreFailure(String reason, boolean away) {

  /** What a stage of {@link StoreAccess} failed with. */
  static StoreFailure of(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return new StoreFailure(
        cause.getMessage() == null ? cause.toString() : cause.getMessage(),
        cause instanceof StoreUnavailableException);
  }

  /** The reply for whoever asked, made of the reason. */
  <T> T reply(Function<String, ? extends T> ifAway, Function<String, ? extends T> otherwise) {
    return (away ? ifAway : otherwise).apply(reason);
  }
}
