package network.rei.dau.observability.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.answer.PreparedWindow;

/**
 * The replies of the actors to one scrape.
 *
 * @param data the data of the store; empty if the store did not reply in time
 * @param windows the prepared rolling windows; none if the store did not reply in time
 * @param ingest the status of ingest; empty if the supervisor did not reply in time
 */
public record Scrape(
    Optional<Snapshot> data,
    List<PreparedWindow> windows,
    Optional<IngestStatus> ingest,
    Instant now) {}
