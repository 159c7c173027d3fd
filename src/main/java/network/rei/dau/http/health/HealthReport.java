package network.rei.dau.http.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.cluster.Membership;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.storage.EventOutbox.Pending;
import network.rei.dau.webhook.WebhookStatus;

/**
 * Judges how the service is, by what the store and ingest say.
 *
 * @param data what the store holds; empty if it did not answer in time
 * @param ingest how ingest stands; empty if it did not answer in time
 * @param cluster the nodes; empty for a node alone
 * @param webhooks empty if there are none
 */
public record HealthReport(
    Optional<Snapshot> data,
    Optional<IngestStatus> ingest,
    Optional<Membership> cluster,
    List<WebhookStatus> webhooks,
    HttpSettings settings,
    Instant now) {

  private static final long MEGABYTE = 1 << 20;

  public HealthView view() {
    List<String> reasons = reasons();
    Optional<LedgerRecord> last = lastRecord();
    return new HealthView(
        reasons.isEmpty() ? "healthy" : "degraded",
        now,
        HealthView.SERVICE,
        data.map(known -> last.map(LedgerRecord::lastBlock).orElse(0L)).orElse(null),
        asOf().orElse(null),
        ingest.map(IngestStatus::processing).orElse(null),
        ingest.flatMap(IngestStatus::lastRun).map(HealthReport::view).orElse(null),
        ingest.map(IngestStatus::missingChunks).orElse(null),
        ingest.map(status -> new TreeMap<>(status.errors())).orElse(null),
        asOf().orElse(null),
        lag().map(Duration::toSeconds).orElse(null),
        data.map(known -> stale()).orElse(null),
        reasons,
        ingest.map(IngestStatus::head).map(HealthReport::number).orElse(null),
        ingest
            .map(status -> status.endpoints().stream().map(HealthReport::view).toList())
            .orElse(null),
        cluster.map(HealthReport::view).orElse(null),
        availableFrom().orElse(null),
        requiredHeapMegabytes().orElse(null),
        webhooks.isEmpty() ? null : webhooks.stream().map(this::view).toList());
  }

  private Optional<Instant> availableFrom() {
    return data.map(known -> known.ledger().availableFrom())
        .filter(OptionalLong::isPresent)
        .map(from -> Instant.ofEpochSecond(from.getAsLong()));
  }

  private Optional<Long> requiredHeapMegabytes() {
    return data.map(Snapshot::requiredHeap)
        .filter(OptionalLong::isPresent)
        .map(bytes -> (bytes.getAsLong() + MEGABYTE - 1) / MEGABYTE);
  }

  private Optional<String> lackOfMemory() {
    return requiredHeapMegabytes()
        .map(
            megabytes ->
                "%s not in memory, so that values that depend on them are null. They need a heap of %d MB (REI_DAU_HEAP)."
                    .formatted(
                        availableFrom()
                            .map(from -> "The blocks before " + from + " are")
                            .orElse("The addresses of some days are"),
                        megabytes));
  }

  private List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    String inTime = " within " + DurationText.of(settings.askTimeout()) + ".";
    if (data.isEmpty()) {
      reasons.add("The store did not answer" + inTime);
    }
    data.flatMap(Snapshot::storeError)
        .ifPresent(error -> reasons.add("The store could not be read or written: " + error));
    if (stale()) {
      reasons.add(
          "The last processed block is %s old, more than %s."
              .formatted(
                  DurationText.of(lag().orElseThrow()), DurationText.of(settings.staleAfter())));
    }
    lackOfMemory().ifPresent(reasons::add);
    if (ingest.isEmpty()) {
      reasons.add("Ingest did not answer" + inTime);
    }
    ingest.ifPresent(status -> reasons.addAll(status.problems()));
    cluster
        .flatMap(Membership::waiting)
        .ifPresent(why -> reasons.add("This node has not joined the cluster: " + why + "."));
    cluster.ifPresent(
        nodes ->
            nodes.unreachable().stream()
                .map(node -> "Node " + node + " cannot be reached.")
                .forEach(reasons::add));
    if (reasons.isEmpty() && stillEmptyAfterARun()) {
      reasons.add("No block is stored, though a run has ended.");
    }
    return reasons;
  }

  private boolean stillEmptyAfterARun() {
    return data.isPresent()
        && lastRecord().isEmpty()
        && ingest.filter(s -> s.lastRun().isPresent() && !s.processing()).isPresent();
  }

  private boolean stale() {
    return lag().filter(lag -> lag.compareTo(settings.staleAfter()) > 0).isPresent();
  }

  private Optional<LedgerRecord> lastRecord() {
    return data.flatMap(snapshot -> snapshot.ledger().last());
  }

  private Optional<Instant> asOf() {
    return lastRecord().map(record -> Instant.ofEpochSecond(record.lastTimestamp()));
  }

  /** Returns the lag in whole seconds, 0 if the clock of the chain is ahead; empty without data. */
  private Optional<Duration> lag() {
    return asOf()
        .map(asOf -> Duration.ofSeconds(Math.max(0, Duration.between(asOf, now).toSeconds())));
  }

  public static HealthView.LastRun view(IngestStatus.LastRun run) {
    return new HealthView.LastRun(
        run.started(),
        run.finished(),
        run.result().name().toLowerCase(Locale.ROOT),
        run.error().orElse(null));
  }

  public static ClusterView view(Membership cluster) {
    return new ClusterView(
        cluster.self(),
        cluster.leader().orElse(null),
        cluster.ingestLeader().orElse(null),
        cluster.members().stream()
            .map(
                node ->
                    new ClusterView.Member(
                        node.address(), node.roles(), node.status(), node.reachable()))
            .toList(),
        cluster.unreachable());
  }

  /** Returns null for no number. */
  public static Long number(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  private static HealthView.Endpoint view(EndpointStatus endpoint) {
    return new HealthView.Endpoint(
        endpoint.name(),
        endpoint.state().label(),
        endpoint.latency().map(HealthReport::millis).orElse(null),
        number(endpoint.head()),
        endpoint.lagging(),
        number(endpoint.servesFrom()),
        endpoint.unverifiedBlocks());
  }

  private HealthView.Webhook view(WebhookStatus webhook) {
    return new HealthView.Webhook(
        webhook.name(),
        webhook.pending().map(Pending::count).orElse(null),
        webhook
            .pending()
            .flatMap(Pending::oldest)
            .map(oldest -> Math.max(0, Duration.between(oldest, now).toSeconds()))
            .orElse(null),
        webhook
            .lastFailure()
            .map(failure -> new HealthView.WebhookFailure(failure.at(), failure.reason()))
            .orElse(null));
  }

  /** To the microsecond. */
  public static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 1e3) / 1e3;
  }
}
