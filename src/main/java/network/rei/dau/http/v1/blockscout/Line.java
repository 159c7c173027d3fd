package network.rei.dau.http.v1.blockscout;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import network.rei.dau.activity.ledger.count.TrafficCounts;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;

/**
 * The lines of Blockscout's statistics service that blocks tell. Each has the id, the title and the
 * section that Blockscout gives it; the source of its definition is the file in the repository
 * blockscout/blockscout-rs, below {@code stats/stats/src/charts/lines/blockscout_instance}.
 */
enum Line {
  /** {@code accounts/active_accounts.rs}. */
  ACTIVE_ACCOUNTS(
      "activeAccounts", Section.ACCOUNTS, "Active accounts", "Distinct senders of transactions"),

  /** {@code accounts/new_accounts.rs}: the first transaction of an address. */
  NEW_ACCOUNTS(
      "newAccounts",
      Section.ACCOUNTS,
      "New accounts",
      "Distinct senders of a transaction with nonce 0. Blockscout counts addresses by their first"
          + " transaction, whose nonce is another one for a few accounts (EIP-7702)"),

  /** {@code accounts/accounts_growth.rs}. */
  ACCOUNTS_GROWTH(
      "accountsGrowth",
      Section.ACCOUNTS,
      "Number of accounts",
      "The sum of newAccounts since the first block"),

  /** {@code transactions/new_txns/all_new_txns.rs}. */
  NEW_TRANSACTIONS(
      "newTxns",
      Section.TRANSACTIONS,
      "New transactions",
      "Transactions in the blocks, failed ones included"),

  /** {@code transactions/txns_growth.rs}. */
  TRANSACTIONS_GROWTH(
      "txnsGrowth",
      Section.TRANSACTIONS,
      "Number of transactions",
      "The sum of newTxns since the first block"),

  /** {@code blocks/new_blocks.rs}. */
  NEW_BLOCKS("newBlocks", Section.BLOCKS, "New blocks", "Blocks"),

  /** {@code blocks/average_block_size.rs}, which rounds. */
  AVERAGE_BLOCK_SIZE(
      "averageBlockSize",
      Section.BLOCKS,
      "Average block size",
      "Mean of the sizes of the blocks, rounded"),

  /** {@code gas/average_gas_limit.rs}, which rounds. */
  AVERAGE_GAS_LIMIT(
      "averageGasLimit",
      Section.GAS,
      "Average gas limit",
      "Mean of the gas limits of the blocks, rounded"),

  /** {@code gas/average_gas_used.rs}. */
  AVERAGE_GAS_USED(
      "averageGasUsed",
      Section.GAS,
      "Average gas used",
      "Mean of the gas that the transactions of a block used"),

  /** {@code gas/gas_used_growth.rs}. */
  GAS_USED_GROWTH(
      "gasUsedGrowth",
      Section.GAS,
      "Total gas usage",
      "Gas that the transactions used since the first block"),

  /** {@code gas/network_utilization.rs}. */
  NETWORK_UTILIZATION(
      "networkUtilization",
      Section.GAS,
      "Network utilization",
      "Gas used divided by the gas limits of the blocks, from 0 to 1");

  /** The sections in Blockscout's order. */
  enum Section {
    ACCOUNTS("accounts", "Accounts"),
    TRANSACTIONS("transactions", "Transactions"),
    BLOCKS("blocks", "Blocks"),
    GAS("gas", "Gas");

    private final String id;
    private final String title;

    Section(String id, String title) {
      this.id = id;
      this.title = title;
    }

    String id() {
      return id;
    }

    String title() {
      return title;
    }
  }

  private final String id;
  private final Section section;
  private final String title;
  private final String description;

  Line(String id, Section section, String title, String description) {
    this.id = id;
    this.section = section;
    this.title = title;
    this.description = description;
  }

  /**
   * Returns the lines of a chain.
   *
   * @param countsNonces whether the nonces of the chain count transactions; if not, new accounts
   *     are unknown
   */
  static List<Line> of(boolean countsNonces) {
    return Arrays.stream(values())
        .filter(line -> countsNonces || (line != NEW_ACCOUNTS && line != ACCOUNTS_GROWTH))
        .toList();
  }

  String id() {
    return id;
  }

  Section section() {
    return section;
  }

  String title() {
    return title;
  }

  String description() {
    return description;
  }

  /** Returns the unit; null if the value is a count or a share. */
  String units() {
    return this == AVERAGE_BLOCK_SIZE ? "Bytes" : null;
  }

  /** Returns whether a point is the sum of the values of all days up to it. */
  boolean isCumulative() {
    return this == ACCOUNTS_GROWTH || this == TRANSACTIONS_GROWTH || this == GAS_USED_GROWTH;
  }

  /** Returns the value of a period, or what it adds to the sum; empty if it is unknown. */
  Optional<Number> value(PeriodActivity period) {
    return switch (this) {
      case ACTIVE_ACCOUNTS -> Metric.SENDERS.value(period);
      case NEW_ACCOUNTS, ACCOUNTS_GROWTH -> Metric.NEW_SENDERS.value(period);
      case NEW_TRANSACTIONS, TRANSACTIONS_GROWTH -> Metric.TRANSACTIONS.value(period);
      case NEW_BLOCKS -> Metric.BLOCKS.value(period);
      case AVERAGE_BLOCK_SIZE -> rounded(Metric.AVERAGE_BLOCK_SIZE.value(period));
      case AVERAGE_GAS_LIMIT -> rounded(mean(period, TrafficCounts::gasLimit));
      case AVERAGE_GAS_USED -> mean(period, TrafficCounts::gasUsed);
      case GAS_USED_GROWTH -> Metric.GAS_USED.value(period);
      case NETWORK_UTILIZATION -> Metric.GAS_UTILISATION.value(period);
    };
  }

  private static Optional<Number> mean(
      PeriodActivity period, Function<TrafficCounts, OptionalLong> which) {
    long blocks = period.activity().counts().blocks();
    OptionalLong sum = which.apply(period.activity().counts().traffic());
    return period.activity().isKnown() && sum.isPresent() && blocks > 0
        ? Optional.of((double) sum.getAsLong() / blocks)
        : Optional.empty();
  }

  private static Optional<Number> rounded(Optional<Number> value) {
    return value.map(number -> Math.round(number.doubleValue()));
  }
}
