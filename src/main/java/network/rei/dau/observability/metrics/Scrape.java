package network.rei.dau.observability.metrics;

import java.time.Instant;
import java.util.Optional;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.stats.Snapshot;

/**
 * What the actors say at a scrape.
 *
 * @param data what the store holds; empty if it did not answer in time
 * @param ingest how ingest stands; empty if its supervisor did not answer in time
 */
record Scrape(Optional<Snapshot> data, Optional<IngestStatus> ingest, Instant now) {}
