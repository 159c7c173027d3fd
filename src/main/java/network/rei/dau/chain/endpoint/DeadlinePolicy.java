package network.rei.dau.chain.endpoint;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.jsonrpc.RpcFailure;

/**
 * When a call cannot succeed, or has waited long enough: no endpoint serves our chain; none has
 * answered anything for too long; or none ever did, and each was tried as often as a call is. On
 * the event loop only.
 */
final class DeadlinePolicy {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final List<Endpoint> endpoints;
  private final Deadline patience;
  private final int attempts;

  DeadlinePolicy(List<Endpoint> endpoints, Deadline patience, int attempts) {
    this.endpoints = endpoints;
    this.patience = patience;
    this.attempts = attempts;
  }

  /** Why this job should fail now; null if it should not. */
  ChainException reason(PendingRequest<?> job, long now) {
    if (endpoints.stream().allMatch(endpoint -> isRefused(endpoint, now))) {
      return new ChainException(
          Kind.WRONG_CHAIN,
          endpoints.stream().map(Endpoint::refusal).collect(Collectors.joining("; ")));
    }
    if (nanosLeft(job, now) <= 0) {
      return silence(job, "for " + (now - job.startedAt()) / NANOS_PER_SECOND + " s");
    }
    return areWrongFromTheStart(job) ? silence(job, "so far") : null;
  }

  /** Nanoseconds until the job has waited long enough, if nothing is answered before. */
  long nanosLeft(PendingRequest<?> job, long now) {
    return patience.nanosLeft(job.startedAt(), now);
  }

  private static boolean isRefused(Endpoint endpoint, long now) {
    return endpoint.health().isRefused()
        && !endpoint.isChecking()
        && !endpoint.health().isRecheckDue(now);
  }

  /** One that did answer before is waited for longer: it may only be restarting. */
  private boolean areWrongFromTheStart(PendingRequest<?> job) {
    return !patience.hasProgressed()
        && endpoints.stream().anyMatch(endpoint -> !endpoint.health().isRefused())
        && endpoints.stream()
            .map(Endpoint::health)
            .allMatch(h -> h.isRefused() || h.wasGivenUp(attempts, job.startedAt()));
  }

  private ChainException silence(PendingRequest<?> job, String howLong) {
    String blocks = job.describe(IntStream.range(0, job.size()).toArray());
    for (Endpoint endpoint : endpoints) {
      RpcFailure fault = endpoint.lastFault();
      if (fault != null && fault.kind() != Kind.WRONG_CHAIN) {
        return new ChainException(
            fault.kind(),
            "%s: %s (no endpoint has answered %s)"
                .formatted(endpoint.name(), fault.about(blocks), howLong));
      }
    }
    String names =
        endpoints.stream().map(e -> String.valueOf(e.name())).collect(Collectors.joining(", "));
    return new ChainException(
        Kind.TIMEOUT, "%s: no endpoint has answered %s (%s)".formatted(blocks, howLong, names));
  }
}
