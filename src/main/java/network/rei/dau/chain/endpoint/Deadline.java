package network.rei.dau.chain.endpoint;

import java.util.List;
import java.util.stream.Collectors;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.jsonrpc.RpcFailure;

/**
 * Decides when a request fails although tries are left: no endpoint serves the configured chain; or
 * none has answered anything for too long; or none ever did, and each was tried as often as a call
 * is. An endpoint that says when to come back is waited for, within a bound. Not thread-safe.
 */
final class Deadline {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final List<Endpoint> endpoints;
  private final int attempts;
  private final long nanos;
  private final long longestExtension;
  private boolean progressed;
  private long progressAt;
  private boolean extended;
  private long extendedUntil;

  /**
   * Creates a deadline.
   *
   * @param attempts tries of one call
   * @param nanos how long a request waits for an answer of any endpoint
   * @param longestExtension how much longer it waits, if endpoints ask not to be called
   */
  Deadline(List<Endpoint> endpoints, int attempts, long nanos, long longestExtension) {
    this.endpoints = endpoints;
    this.attempts = attempts;
    this.nanos = nanos;
    this.longestExtension = longestExtension;
  }

  /** Records that an endpoint answered a call. */
  void recordProgress(long now) {
    progressed = true;
    progressAt = now;
  }

  /** Records that an endpoint asked not to be called for this time. */
  void extend(long now, long wait) {
    long until = now + Math.min(wait, longestExtension);
    if (!extended || until - extendedUntil > 0) {
      extended = true;
      extendedUntil = until;
    }
  }

  /** Returns why the request must fail now; null if it must not. */
  ChainException failure(PendingRequest<?, ?> request, long now) {
    if (endpoints.stream().allMatch(endpoint -> endpoint.servesOtherChain(now))) {
      return new ChainException(
          Kind.WRONG_CHAIN,
          endpoints.stream().map(Endpoint::refusal).collect(Collectors.joining("; ")));
    }
    if (nanosLeft(request.submittedAt(), now) <= 0) {
      return unanswered(request, "for " + (now - request.submittedAt()) / NANOS_PER_SECOND + " s");
    }
    return hasNeverWorked(request) ? unanswered(request, "so far") : null;
  }

  /**
   * Returns the nanoseconds until a request fails if no endpoint answers anything before; zero or
   * negative if it must fail now.
   */
  long nanosLeft(long submittedAt, long now) {
    long from = progressed && progressAt - submittedAt > 0 ? progressAt : submittedAt;
    long extension = extended ? Math.min(Math.max(0, extendedUntil - from), longestExtension) : 0;
    return from + extension + nanos - now;
  }

  /** An endpoint that did answer before is waited for longer: it may only be restarting. */
  private boolean hasNeverWorked(PendingRequest<?, ?> request) {
    return !progressed
        && endpoints.stream().anyMatch(endpoint -> !endpoint.breaker().isRefused())
        && endpoints.stream()
            .map(Endpoint::breaker)
            .allMatch(b -> b.isRefused() || b.hasOpened(attempts, request.submittedAt()));
  }

  private ChainException unanswered(PendingRequest<?, ?> request, String howLong) {
    for (Endpoint endpoint : endpoints) {
      RpcFailure failure = endpoint.lastFailure();
      if (failure != null && failure.kind() != Kind.WRONG_CHAIN) {
        return new ChainException(
            failure.kind(),
            "%s: %s (no endpoint has answered %s)"
                .formatted(endpoint.name(), failure.about(request.describe()), howLong));
      }
    }
    String names =
        endpoints.stream().map(e -> String.valueOf(e.name())).collect(Collectors.joining(", "));
    return new ChainException(
        Kind.TIMEOUT,
        "%s: no endpoint has answered %s (%s)".formatted(request.describe(), howLong, names));
  }
}
