package network.rei.dau.activity.period;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;

/** A metric of a window or a day, with its definition and the source of the definition. */
public enum Metric {
  /** Distinct addresses that are sender or recipient of a transaction. */
  ADDRESSES(
      "addresses",
      "addresses",
      "Active addresses: distinct addresses that are sender (from) or recipient (to) of a"
          + " transaction. Each counts once; failed transactions count; the creation of a contract"
          + " has no recipient. Contracts and unsolicited recipients are among them; recipients of"
          + " tokens and of internal calls are not.",
      "Etherscan, \"Active Addresses\": unique addresses that were active as a sender or"
          + " receiver."),
  /** Distinct senders. */
  SENDERS(
      "senders",
      "addresses",
      "Distinct addresses that are sender (from) of a transaction. Users behind relayers and smart"
          + " accounts count as the one who sends for them.",
      "What Blockscout, growthepie and Token Terminal publish as active addresses."),
  /** Distinct recipients. */
  RECIPIENTS(
      "recipients",
      "addresses",
      "Distinct addresses that are recipient (to) of a transaction.",
      "Etherscan, \"Active Addresses\", which counts receivers apart as well."),
  /** Distinct senders of a transaction with nonce 0. */
  NEW_SENDERS(
      "newSenders",
      "addresses",
      "Distinct senders of a transaction with nonce 0: the first that they ever sent. Accounts"
          + " whose first own transaction carries another nonce (EIP-7702) are not seen.",
      "Allium, \"new addresses\": first transaction by nonce."),
  /** Transactions of all kinds. */
  TRANSACTIONS(
      "transactions",
      "transactions",
      "Transactions in the blocks, failed ones and creations of contracts included.",
      "Ethereum JSON-RPC: the transactions of eth_getBlockByNumber."),
  /** Blocks. */
  BLOCKS(
      "blocks",
      "blocks",
      "Blocks whose timestamp lies in the time.",
      "Ethereum JSON-RPC: the timestamp of eth_getBlockByNumber."),
  /** Transactions without recipient. */
  CONTRACT_CREATIONS(
      "contractCreations",
      "transactions",
      "Transactions without recipient (to is null), which create a contract. Contracts that"
          + " contracts create are not seen.",
      "Ethereum Yellow Paper, section 4.3: a transaction that creates a contract."),
  /** Transactions divided by distinct senders. */
  TRANSACTIONS_PER_SENDER(
      "transactionsPerSender",
      "transactions per address",
      "Transactions divided by distinct senders; null without senders.",
      "This service."),
  /** Seconds from one block to the next. */
  AVERAGE_BLOCK_TIME(
      "averageBlockTime",
      "seconds",
      "Time from the first to the last block, divided by the number of blocks after the first; null"
          + " with fewer than two.",
      "Etherscan, \"Average Block Time\"."),
  /** Gas that the transactions used. */
  GAS_USED(
      "gasUsed",
      "gas",
      "Gas that the transactions of the blocks used. Null if a block lacks it.",
      "Ethereum JSON-RPC: gasUsed of eth_getBlockByNumber."),
  /** Gas used divided by the gas limits. */
  GAS_UTILISATION(
      "gasUtilisation",
      "share",
      "Gas used divided by the sum of the gas limits of the blocks, 0 to 1. Null if a block lacks"
          + " one of them, and on chains whose limit is none, as 2^50 on Arbitrum.",
      "Etherscan, \"Network Utilization\"."),
  /** Mean base fee of the blocks. */
  AVERAGE_BASE_FEE(
      "averageBaseFee",
      "wei",
      "Mean of the base fees of the blocks (EIP-1559), each block with the same weight. Null if a"
          + " block has none.",
      "Ethereum JSON-RPC: baseFeePerGas of eth_getBlockByNumber."),
  /** Mean size of the blocks. */
  AVERAGE_BLOCK_SIZE(
      "averageBlockSize",
      "bytes",
      "Mean of the sizes that the endpoint names for the blocks. Null if a block lacks it.",
      "Etherscan, \"Average Block Size\"."),
  /** Transactions divided by the time of their blocks. */
  TRANSACTIONS_PER_SECOND(
      "transactionsPerSecond",
      "transactions per second",
      "Transactions divided by the time of their blocks, which is the number of blocks times"
          + " averageBlockTime. Null with fewer than two blocks.",
      "This service."),
  /** Blocks without transactions. */
  EMPTY_BLOCKS(
      "emptyBlocks",
      "blocks",
      "Blocks without transactions. Null for a time that was counted by an earlier version.",
      "This service."),
  /** Distinct addresses of a day and the 6 before. */
  WEEKLY_ADDRESSES(
      "weeklyAddresses",
      "addresses",
      "Distinct addresses that are sender or recipient of a transaction on the UTC day or one of"
          + " the 6 before. Null without those days.",
      "Token Terminal, \"Active addresses (weekly)\"."),
  /** Distinct senders of a day and the 6 before. */
  WEEKLY_SENDERS(
      "weeklySenders",
      "addresses",
      "WAU: distinct senders of the UTC day and the 6 before. Null without those days.",
      "growthepie, \"Weekly active addresses\"."),
  /** Distinct addresses of a day and the 29 before. */
  MONTHLY_ADDRESSES(
      "monthlyAddresses",
      "addresses",
      "Distinct addresses that are sender or recipient of a transaction on the UTC day or one of"
          + " the 29 before. Null without those days.",
      "Token Terminal, \"Active addresses (monthly)\"."),
  /** Distinct senders of a day and the 29 before. */
  MONTHLY_SENDERS(
      "monthlySenders",
      "addresses",
      "MAU: distinct senders of the UTC day and the 29 before. Null without those days.",
      "Token Terminal, \"Active users (monthly)\"."),
  /** Senders of a day divided by those of 30 days. */
  STICKINESS(
      "stickiness",
      "share",
      "DAU/MAU: senders of the UTC day divided by the distinct senders of it and the 29 days"
          + " before. Null without those days.",
      "Product analytics: stickiness, DAU divided by MAU."),
  /** Senders of a day that are not new and sent in the week before. */
  RETURNING_SENDERS(
      "returningSenders",
      "addresses",
      "Senders of the UTC day who sent nothing with nonce 0 on it, and sent on one of the 7 days"
          + " before. New, returning and resurrected senders add up to senders.",
      "Growth accounting: retained users."),
  /** Senders of a day that are not new and did not send in the week before. */
  RESURRECTED_SENDERS(
      "resurrectedSenders",
      "addresses",
      "Senders of the UTC day who sent nothing with nonce 0 on it, and on none of the 7 days"
          + " before.",
      "Growth accounting: resurrected users."),
  /** Senders of the day a week ago that have not sent since. */
  CHURNED_SENDERS(
      "churnedSenders",
      "addresses",
      "Senders of the day 7 days before the UTC day who sent neither on it nor on a day between."
          + " Null until the day is over.",
      "Growth accounting: churned users.");

  /** A metric of any window must be declared before the first of these. */
  private static final Set<Metric> OF_DAYS = EnumSet.range(WEEKLY_ADDRESSES, CHURNED_SENDERS);

  private final String key;
  private final String unit;
  private final String definition;
  private final String source;

  Metric(String key, String unit, String definition, String source) {
    this.key = key;
    this.unit = unit;
    this.definition = definition;
    this.source = source;
  }

  /** Returns the metric with a {@link #key}, in upper or lower case. */
  public static Optional<Metric> of(String key) {
    return Arrays.stream(values()).filter(metric -> metric.key.equalsIgnoreCase(key)).findFirst();
  }

  /** Returns the keys of all metrics. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Metric::key).toList();
  }

  /** Returns the metrics that are defined for any window. */
  public static Set<Metric> ofAnyWindow() {
    return EnumSet.complementOf(EnumSet.copyOf(OF_DAYS));
  }

  /** Returns the metrics that compare a day with other days, and are defined for days only. */
  public static Set<Metric> ofDaysOnly() {
    return EnumSet.copyOf(OF_DAYS);
  }

  /** Returns the name in answers. */
  public String key() {
    return key;
  }

  public String unit() {
    return unit;
  }

  /** Returns the definition as sentences. */
  public String definition() {
    return definition;
  }

  /** Returns the source of the definition. */
  public String source() {
    return source;
  }

  /** Returns the resolutions of its series. */
  public Set<Resolution> resolutions() {
    return OF_DAYS.contains(this) ? EnumSet.of(Resolution.DAY) : EnumSet.allOf(Resolution.class);
  }

  /** Returns how many days before a day its value depends on. */
  int daysBefore() {
    return switch (this) {
      case WEEKLY_ADDRESSES, WEEKLY_SENDERS -> Engagement.WEEK - 1;
      case MONTHLY_ADDRESSES, MONTHLY_SENDERS, STICKINESS -> Engagement.MONTH - 1;
      case RETURNING_SENDERS, RESURRECTED_SENDERS, CHURNED_SENDERS -> Engagement.WEEK;
      default -> 0;
    };
  }

  /** Returns the value over the stored blocks of a period; empty if it is unknown. */
  public Optional<Number> value(PeriodActivity period) {
    return OF_DAYS.contains(this) ? ofDay(period) : value(period.activity());
  }

  /**
   * Returns the value over the stored blocks of a window; empty if it is unknown.
   *
   * @throws IllegalArgumentException if the metric is defined for days only
   */
  public Optional<Number> value(WindowActivity activity) {
    return activity.isKnown() ? known(activity) : Optional.empty();
  }

  private Optional<Number> ofDay(PeriodActivity day) {
    Engagement engagement = day.engagement();
    return switch (this) {
      case WEEKLY_ADDRESSES -> optional(engagement.weeklyAddresses());
      case WEEKLY_SENDERS -> optional(engagement.weeklySenders());
      case MONTHLY_ADDRESSES -> optional(engagement.monthlyAddresses());
      case MONTHLY_SENDERS -> optional(engagement.monthlySenders());
      case STICKINESS -> stickiness(day);
      case RETURNING_SENDERS -> optional(engagement.returning());
      case RESURRECTED_SENDERS -> optional(engagement.resurrected());
      case CHURNED_SENDERS -> optional(engagement.churned());
      default -> throw new IllegalArgumentException(key + " is defined for any window");
    };
  }

  private static Optional<Number> stickiness(PeriodActivity day) {
    OptionalLong month = day.engagement().monthlySenders();
    return month.isPresent() && month.getAsLong() > 0
        ? Optional.of((double) day.activity().counts().senders() / month.getAsLong())
        : Optional.empty();
  }

  private Optional<Number> known(WindowActivity activity) {
    ActivityCounts counts = activity.counts();
    return switch (this) {
      case ADDRESSES -> distinct(activity, counts.addresses());
      case SENDERS -> distinct(activity, counts.senders());
      case RECIPIENTS -> distinct(activity, counts.recipients());
      case NEW_SENDERS -> distinct(activity, counts.newSenders());
      case TRANSACTIONS -> Optional.of(counts.transactions());
      case BLOCKS -> Optional.of(counts.blocks());
      case CONTRACT_CREATIONS -> Optional.of(counts.contractCreations());
      case TRANSACTIONS_PER_SENDER -> optional(activity.transactionsPerSender());
      case AVERAGE_BLOCK_TIME -> optional(activity.averageBlockTime());
      case GAS_USED -> optional(counts.traffic().gasUsed());
      case GAS_UTILISATION -> optional(activity.gasUtilisation());
      case AVERAGE_BASE_FEE -> optional(activity.averageBaseFee());
      case AVERAGE_BLOCK_SIZE -> optional(activity.averageBlockSize());
      case TRANSACTIONS_PER_SECOND -> optional(activity.transactionsPerSecond());
      case EMPTY_BLOCKS -> optional(counts.traffic().emptyBlocks());
      default -> throw new IllegalArgumentException(key + " is defined for days only");
    };
  }

  private static Optional<Number> distinct(WindowActivity activity, long count) {
    return activity.addressesKnown() ? Optional.of(count) : Optional.empty();
  }

  private static Optional<Number> optional(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }

  private static Optional<Number> optional(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }
}
