package network.rei.dau.observability.metrics.data;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.ledger.Gap;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;
import network.rei.dau.stats.Snapshot;

/** The age and the completeness of the data of this node. */
public record DataMetricGroup(Duration retention) implements MetricGroup {

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    Optional<Snapshot> data = scrape.data();
    Optional<LedgerRecord> last = data.flatMap(known -> known.ledger().last());
    Optional<Long> head = scrape.ingest().flatMap(DataMetricGroup::head);
    metrics.gauge(
        "rei_dau_store_up",
        "1 if the store replies and its last access to the database succeeded.",
        data.filter(known -> known.storeError().isEmpty()).isPresent());
    metrics.gauge(
        "rei_dau_store_version",
        "Version of the store, which every commit of any node increases by one.",
        data.map(Snapshot::version));
    metrics.gauge(
        "rei_dau_records",
        "Records in the store.",
        data.map(known -> known.ledger().records().size()));
    metrics.gauge(
        "rei_dau_records_in_memory",
        "Records whose transactions and addresses are in memory.",
        data.map(
            known -> known.ledger().records().stream().filter(LedgerRecord::isInMemory).count()));
    metrics.gauge(
        "rei_dau_ledger_bytes",
        "Memory of the records and addresses, estimated.",
        data.map(known -> known.ledger().bytes()));
    metrics.gauge(
        "rei_dau_last_processed_block",
        "Number of the highest stored block.",
        last.map(LedgerRecord::lastBlock));
    metrics.gauge(
        "rei_dau_last_processed_block_timestamp_seconds",
        "Timestamp of the highest stored block.",
        last.map(LedgerRecord::lastTimestamp));
    metrics.gauge(
        "rei_dau_lag_seconds",
        "Age of the highest stored block.",
        last.map(
            record -> Math.max(0, scrape.now().toEpochMilli() / 1e3 - record.lastTimestamp())));
    metrics.gauge(
        "rei_dau_chain_head_block",
        "Number of the newest block of the chain that ingest includes.",
        head);
    metrics.gauge(
        "rei_dau_lag_blocks",
        "Blocks between the highest stored block and the head of the chain.",
        last.flatMap(record -> head.map(newest -> Math.max(0, newest - record.lastBlock()))));
    List<Gap> gaps = data.map(d -> d.ledger().gapsOfLast(retention)).orElse(List.of());
    metrics.gauge("rei_dau_gaps", "Gaps within the retention.", data.map(d -> gaps.size()));
    metrics.gauge(
        "rei_dau_gap_blocks",
        "Blocks that are missing in the gaps within the retention.",
        data.map(d -> gaps.stream().mapToLong(gap -> gap.blocks().size()).sum()));
  }

  private static Optional<Long> head(IngestStatus status) {
    OptionalLong head = status.head();
    return head.isPresent() ? Optional.of(head.getAsLong()) : Optional.empty();
  }
}
