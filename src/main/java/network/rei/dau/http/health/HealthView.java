package network.rei.dau.http.health;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /health}: the state of the service and its reasons. A value is null if it is not known
 * because the actor that knows it did not reply in time.
 *
 * @param status {@code healthy} or {@code degraded}
 * @param timestamp when this was answered
 * @param lastProcessedBlock 0 if there is none yet
 * @param lastProcessedBlockTimestamp null if there is none yet
 * @param isProcessing whether a run is in progress
 * @param lastRun null before the first run ended
 * @param missingChunks indexes of the chunks that the last run gave up, ascending
 * @param errors failures since the last run began, how many of each type
 * @param asOf the last processed block's time: the data shows the chain as of then; null if there
 *     is none yet
 * @param lagSeconds from {@code asOf} to {@code timestamp}; null if there is no block yet
 * @param stale whether the lag is more than it should be
 * @param reasons why it is degraded, a sentence each; empty if it is healthy
 * @param headBlock the newest block that we take; null until an endpoint answered
 * @param endpoints the chain's endpoints
 * @param cluster the nodes; null for a node alone
 * @param availableFrom the first time from which all blocks are in memory; null if all stored
 *     blocks are
 * @param requiredHeapMegabytes the heap with which everything would be in memory; null if it is
 * @param webhooks the webhooks, in the order of the settings; null if there are none
 */
public record HealthView(
    String status,
    Instant timestamp,
    String service,
    Long lastProcessedBlock,
    Instant lastProcessedBlockTimestamp,
    Boolean isProcessing,
    LastRun lastRun,
    List<Long> missingChunks,
    Map<String, Long> errors,
    Instant asOf,
    Long lagSeconds,
    Boolean stale,
    List<String> reasons,
    Long headBlock,
    List<Endpoint> endpoints,
    ClusterView cluster,
    Instant availableFrom,
    Long requiredHeapMegabytes,
    List<Webhook> webhooks) {

  /** {@code service} of every answer. */
  public static final String SERVICE = "REI Network DAU Stats";

  /**
   * The last run that ended.
   *
   * @param result {@code completed}, {@code incomplete} or {@code failed}
   * @param error why it failed; null if it did not
   */
  public record LastRun(Instant started, Instant finished, String result, String error) {}

  /**
   * An endpoint of the chain; its name carries no secrets.
   *
   * @param state {@code healthy}, {@code cooling_down} or {@code refused}
   * @param latencyMillis of its calls; null until it answered one
   * @param head the newest block that it named; null if it was not asked
   * @param lagging whether that block is behind the head of the chain
   * @param servesFrom the lowest block that it is known to serve; null if it is not known to lack
   *     any
   * @param unverifiedBlocks blocks whose list of transactions could not be verified
   */
  public record Endpoint(
      String name,
      String state,
      Double latencyMillis,
      Long head,
      boolean lagging,
      Long servesFrom,
      long unverifiedBlocks) {}

  /**
   * The events of a webhook that are to be sent, and what has failed.
   *
   * @param pendingEvents null on a node that does not send, and before the store was asked
   * @param oldestEventAgeSeconds null if there is no such event, or if it is not known
   * @param lastFailure the last attempt of this node that failed, since it was started; null if
   *     none has
   */
  public record Webhook(
      String name, Long pendingEvents, Long oldestEventAgeSeconds, WebhookFailure lastFailure) {}

  /**
   * A failed attempt to send an event.
   *
   * @param error without the URL and the secret
   */
  public record WebhookFailure(Instant timestamp, String error) {}
}
