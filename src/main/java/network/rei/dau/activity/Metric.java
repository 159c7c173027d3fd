package network.rei.dau.activity;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What is told of a window, each with its definition and whose definition that is. */
public enum Metric {
  /** Distinct addresses that are sender or recipient of a transaction. */
  ADDRESSES(
      "addresses",
      "addresses",
      "Active addresses: distinct addresses that are sender (from) or recipient (to) of a"
          + " transaction. Each counts once; failed transactions count; the creation of a contract"
          + " has no recipient. Contracts and unsolicited recipients are among them; recipients of"
          + " tokens and of internal calls are not.",
      "Etherscan, \"Active Addresses\": unique addresses that were active as a sender or receiver."),
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
      "Distinct senders of a transaction with nonce 0: the first that they ever sent. Accounts whose"
          + " first own transaction carries another nonce (EIP-7702) are not seen.",
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
      "Transactions without recipient (to is null), which create a contract. Contracts that contracts"
          + " create are not seen.",
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
      "Etherscan, \"Average Block Time\".");

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

  /** The metric with a {@link #key}, in any case. */
  public static Optional<Metric> of(String key) {
    return Arrays.stream(values()).filter(metric -> metric.key.equalsIgnoreCase(key)).findFirst();
  }

  /** The keys of all. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Metric::key).toList();
  }

  /** Its name in answers. */
  public String key() {
    return key;
  }

  public String unit() {
    return unit;
  }

  /** What is counted, in sentences. */
  public String definition() {
    return definition;
  }

  /** Whose definition it is. */
  public String source() {
    return source;
  }

  /** Its value over the stored blocks of a window; empty where it cannot be known, never 0. */
  public Optional<Number> value(WindowActivity activity) {
    return activity.isKnown() ? known(activity) : Optional.empty();
  }

  private Optional<Number> known(WindowActivity activity) {
    ActivityCounts counts = activity.counts();
    return switch (this) {
      case ADDRESSES -> Optional.of(counts.addresses());
      case SENDERS -> Optional.of(counts.senders());
      case RECIPIENTS -> Optional.of(counts.recipients());
      case NEW_SENDERS -> Optional.of(counts.newSenders());
      case TRANSACTIONS -> Optional.of(counts.transactions());
      case BLOCKS -> Optional.of(counts.blocks());
      case CONTRACT_CREATIONS -> Optional.of(counts.contractCreations());
      case TRANSACTIONS_PER_SENDER -> optional(activity.transactionsPerSender());
      case AVERAGE_BLOCK_TIME -> optional(activity.averageBlockTime());
    };
  }

  private static Optional<Number> optional(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }
}
