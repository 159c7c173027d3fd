package network.rei.dau.observability.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Gap;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.stats.Snapshot;

/** How fresh and how whole the data of this node is. */
record DataMetricGroup(Duration retention) implements MetricGroup {

  @Override
  public void tell(Scrape reading, Meters to) {
    Optional<Snapshot> data = reading.data();
    Optional<LedgerRecord> last = data.flatMap(known -> known.ledger().last());
    Optional<Long> head = reading.ingest().flatMap(DataMetricGroup::head);
    to.gauge(
        "rei_dau_store_up",
        "1 if the store answers and could be read and written last time.",
        data.filter(known -> known.storeError().isEmpty()).isPresent());
    to.gauge(
        "rei_dau_store_version",
        "Version of the data: grows by one with every commit of any node.",
        data.map(Snapshot::version));
    to.gauge(
        "rei_dau_records",
        "Records that are kept.",
        data.map(known -> known.ledger().records().size()));
    to.gauge(
        "rei_dau_last_processed_block",
        "Number of the highest block stored.",
        last.map(LedgerRecord::lastBlock));
    to.gauge(
        "rei_dau_last_processed_block_timestamp_seconds",
        "Time of the highest block stored, by the chain's clock.",
        last.map(LedgerRecord::lastTimestamp));
    to.gauge(
        "rei_dau_lag_seconds",
        "Age of the highest block stored.",
        last.map(
            record -> Math.max(0, reading.now().toEpochMilli() / 1e3 - record.lastTimestamp())));
    to.gauge("rei_dau_chain_head_block", "Number of the newest block that is taken.", head);
    to.gauge(
        "rei_dau_lag_blocks",
        "Blocks between the highest one stored and the chain's head.",
        last.flatMap(record -> head.map(newest -> Math.max(0, newest - record.lastBlock()))));
    List<Gap> gaps = data.map(this::gaps).orElse(List.of());
    to.gauge(
        "rei_dau_gaps", "Gaps between the blocks of the retention.", data.map(d -> gaps.size()));
    to.gauge(
        "rei_dau_gap_blocks",
        "Blocks that are missing in the gaps of the retention.",
        data.map(d -> gaps.stream().mapToLong(gap -> gap.blocks().size()).sum()));
  }

  private List<Gap> gaps(Snapshot data) {
    return data.ledger().gaps((TimeWindow) data.ledger().rolling(retention).window());
  }

  private static Optional<Long> head(IngestStatus status) {
    OptionalLong head = status.head();
    return head.isPresent() ? Optional.of(head.getAsLong()) : Optional.empty();
  }
}
