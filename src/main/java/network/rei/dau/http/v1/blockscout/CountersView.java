package network.rei.dau.http.v1.blockscout;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.period.Timeline;

/**
 * {@code GET /api/v1/counters}: the counters of Blockscout that blocks tell. A counter cannot be
 * marked as approximate, so that it is left out unless all of its blocks are known.
 */
record CountersView(List<CounterView> counters) {

  private static final Duration DAY = Duration.ofDays(1);

  /**
   * A counter; its source is the file in the repository blockscout/blockscout-rs, below {@code
   * stats/stats/src/charts/counters/blockscout_instance}.
   *
   * @param value a number as text
   * @param units left out for counts
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CounterView(String id, String value, String title, String units, String description) {}

  static CountersView of(Ledger ledger) {
    List<CounterView> counters = new ArrayList<>();
    WindowActivity day = ledger.rolling(DAY);
    // average_block_time.rs takes the hundred blocks before the newest hundred
    value(day, Metric.AVERAGE_BLOCK_TIME)
        .ifPresent(
            value ->
                counters.add(
                    new CounterView(
                        "averageBlockTime",
                        value,
                        "Average block time",
                        "s",
                        "Mean time from a block to the next one in the last 24 hours")));
    // total_blocks.rs
    ledger
        .last()
        .ifPresent(
            last ->
                counters.add(
                    new CounterView(
                        "totalBlocks",
                        Long.toString(last.lastBlock() + 1),
                        "Total blocks",
                        null,
                        "Blocks of the chain up to the last processed one")));
    // txns_stats_24h/new_txns_24h.rs
    value(day, Metric.TRANSACTIONS)
        .ifPresent(
            value ->
                counters.add(
                    new CounterView(
                        "newTxns24h",
                        value,
                        "Transactions (24h)",
                        null,
                        "Transactions of the 24 hours before the last processed block")));
    // yesterday_txns/all_yesterday_txns.rs
    ledger
        .lastDay()
        .flatMap(today -> value(yesterday(ledger, today), Metric.TRANSACTIONS))
        .ifPresent(
            value ->
                counters.add(
                    new CounterView(
                        "yesterdayTxns",
                        value,
                        "Yesterday txns",
                        null,
                        "Transactions of the UTC day before that of the last processed block")));
    return new CountersView(counters);
  }

  private static WindowActivity yesterday(Ledger ledger, LocalDate today) {
    return new Timeline(ledger)
        .at(Resolution.DAY, TimeWindow.ofUtcDay(today.minusDays(1)))
        .activity();
  }

  private static Optional<String> value(WindowActivity activity, Metric metric) {
    return activity.complete() ? metric.value(activity).map(NumberText::of) : Optional.empty();
  }
}
