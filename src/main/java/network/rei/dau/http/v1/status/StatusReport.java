package network.rei.dau.http.v1.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.cluster.Membership;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.http.health.HealthReport;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.stats.Snapshot;

/**
 * Reports how fresh and how complete the data is, from the states of the store and the ingest.
 *
 * @param ingest empty if it did not answer in time
 * @param cluster empty for a node alone
 */
public record StatusReport(
    Snapshot data,
    Optional<IngestStatus> ingest,
    Optional<Membership> cluster,
    HttpSettings settings,
    Instant now) {

  private static final StatusView.Ingest SILENT =
      new StatusView.Ingest(null, null, null, null, null, null, null);

  public StatusView view() {
    return StatusView.of(
        data.ledger(),
        data.ledger().rolling(settings.retention()),
        data.storeError().orElse(null),
        now,
        freshness(),
        ingest.map(this::view).orElse(SILENT),
        cluster.map(HealthReport::view).orElse(null));
  }

  private StatusView.Freshness freshness() {
    Optional<LedgerRecord> last = data.ledger().last();
    Optional<Duration> lag =
        last.map(
            record ->
                Duration.ofSeconds(Math.max(0, now.getEpochSecond() - record.lastTimestamp())));
    OptionalLong head = ingest.map(IngestStatus::head).orElse(OptionalLong.empty());
    return new StatusView.Freshness(
        data.version(),
        lag.map(Duration::toSeconds).orElse(null),
        lag.filter(is -> is.compareTo(settings.staleAfter()) > 0).isPresent(),
        HealthReport.number(head),
        head.isPresent() && last.isPresent()
            ? Math.max(0, head.getAsLong() - last.get().lastBlock())
            : null);
  }

  /** How far a run is, as of {@code now}. */
  public static StatusView.Progress view(IngestStatus.Progress progress, Instant now) {
    return StatusView.Progress.of(
        progress.blocksFetched(),
        progress.blocksLeft(),
        Duration.between(progress.since(), now).toMillis(),
        progress.day(),
        progress.daysLeft());
  }

  private StatusView.Ingest view(IngestStatus status) {
    return new StatusView.Ingest(
        status.processing(),
        status.progress().map(progress -> view(progress, now)).orElse(null),
        status.lastRun().map(HealthReport::view).orElse(null),
        status.missingChunks(),
        new TreeMap<>(status.errors()),
        status.problems(),
        status.endpoints().stream().map(StatusReport::view).toList());
  }

  private static StatusView.Endpoint view(EndpointStatus endpoint) {
    return new StatusView.Endpoint(
        endpoint.name(),
        endpoint.state().label(),
        endpoint.latency().map(HealthReport::millis).orElse(null),
        endpoint.requests(),
        endpoint.errors(),
        endpoint.lastError().orElse(null),
        HealthReport.number(endpoint.head()),
        endpoint.lagging(),
        HealthReport.number(endpoint.servesFrom()),
        endpoint.unverifiedBlocks());
  }
}
