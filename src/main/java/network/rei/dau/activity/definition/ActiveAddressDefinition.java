package network.rei.dau.activity.definition;

import java.util.Locale;
import java.util.OptionalLong;
import network.rei.dau.activity.ledger.AddressRoles;
import network.rei.dau.activity.ledger.count.UnknownReason;
import org.roaringbitmap.RoaringBitmap;

/** A definition of an active address, its source, and how it differs from that of this service. */
public enum ActiveAddressDefinition {
  /** Senders and recipients, as this service counts active addresses. */
  ADDRESSES(
      "addresses",
      "rei-dau-stats",
      "addresses",
      "distinct addresses in from or to of all transactions",
      "metrics",
      "This is the count with which the others are compared.") {
    @Override
    public OptionalLong value(ActiveAddresses window) {
      AddressRoles roles = window.roles();
      return OptionalLong.of(RoaringBitmap.orCardinality(roles.senders(), roles.recipients()));
    }
  },
  /** The active accounts of Blockscout. */
  BLOCKSCOUT(
      "blockscout",
      "Blockscout",
      "activeAccounts",
      "distinct addresses in from of all transactions",
      "https://github.com/blockscout/blockscout-rs/blob/main/stats/stats/src/charts/lines/accounts/active_accounts.rs",
      "Addresses that only received transactions are left out: %,d.") {
    @Override
    public OptionalLong value(ActiveAddresses window) {
      return OptionalLong.of(window.roles().senders().getLongCardinality());
    }
  },
  /** The active addresses of growthepie. */
  GROWTHEPIE(
      "growthepie",
      "growthepie",
      "Active Addresses",
      "distinct addresses in from of all transactions",
      "https://www.growthepie.com/fundamentals/daily-active-addresses",
      "Addresses that only received transactions are left out, as passive ones: %,d.") {
    @Override
    public OptionalLong value(ActiveAddresses window) {
      return BLOCKSCOUT.value(window);
    }
  },
  /** The active addresses of Etherscan. */
  ETHERSCAN(
      "etherscan",
      "Etherscan",
      "Active Addresses",
      "distinct addresses in from or to of all transactions",
      "https://etherscan.io/chart/active-address",
      "There is no difference: each sender and each recipient counts once.") {
    @Override
    public OptionalLong value(ActiveAddresses window) {
      return ADDRESSES.value(window);
    }
  },
  /** The active addresses of Coin Metrics, as far as transactions show them. */
  COIN_METRICS(
      "coinMetrics",
      "Coin Metrics",
      "AdrActCnt",
      "distinct addresses in from or to of all transactions, without the zero address",
      "https://docs.coinmetrics.io/network-data/network-data-overview/addresses/active-addresses",
      "The zero address is left out: %,d. Coin Metrics counts every side of a change of the ledger,"
          + " so its number also contains what is not in a transaction and is missing here: both"
          + " sides of internal transfers, created contracts, and recipients of fees and rewards."
          + " Tokens are other ledgers and are missing, too.") {
    @Override
    public OptionalLong value(ActiveAddresses window) {
      RoaringBitmap addresses = window.roles().addresses();
      window.roles().zero().ifPresent(addresses::remove);
      return OptionalLong.of(addresses.getLongCardinality());
    }
  },
  /** Without the contracts among the recipients, as far as transactions show them. */
  WITHOUT_CONTRACTS(
      "withoutContracts",
      "rei-dau-stats",
      "addresses without contracts",
      "distinct addresses in from or to of all transactions, without each to of a transaction with"
          + " input that is from of none",
      "https://eips.ethereum.org/EIPS/eip-3607",
      "Recipients of transactions with input that sent nothing are left out, because contracts do"
          + " not send transactions: %,d. This is an estimate: contracts that only received"
          + " transfers without input are counted, and an account that received a transfer with"
          + " input and sent nothing is not.") {
    @Override
    public OptionalLong value(ActiveAddresses window) {
      AddressRoles roles = window.roles();
      return roles.contracts().stream()
          .mapToLong(contracts -> RoaringBitmap.andNotCardinality(roles.addresses(), contracts))
          .findFirst();
    }

    @Override
    public UnknownReason unknownReason() {
      return UnknownReason.WITHOUT_INPUT;
    }
  },
  /** Without the transactions that a rule calls those of the system. */
  WITHOUT_SYSTEM_TRANSACTIONS(
      "withoutSystemTransactions",
      "rei-dau-stats",
      "addresses with filter=organic",
      "distinct addresses in from or to of the transactions that meet no rule of the chain or of"
          + " the operator",
      "https://github.com/blockscout/blockscout-rs/issues/1287",
      "Addresses that occur in system transactions only are left out: %,d.") {
    @Override
    public OptionalLong value(ActiveAddresses window) {
      return window.withoutSystem();
    }

    @Override
    public UnknownReason unknownReason() {
      return UnknownReason.WITHOUT_DETAILS;
    }
  };

  private final String key;
  private final String publisher;
  private final String metric;
  private final String formula;
  private final String source;
  private final String explanation;

  ActiveAddressDefinition(
      String key,
      String publisher,
      String metric,
      String formula,
      String source,
      String explanation) {
    this.key = key;
    this.publisher = publisher;
    this.metric = metric;
    this.formula = formula;
    this.source = source;
    this.explanation = explanation;
  }

  /** Returns the number of active addresses; empty if the stored transactions do not show it. */
  public abstract OptionalLong value(ActiveAddresses window);

  /** Returns why the number is unknown if it is unknown of transactions that are in memory. */
  public UnknownReason unknownReason() {
    return UnknownReason.NOT_IN_MEMORY;
  }

  /** Returns the name in answers. */
  public String key() {
    return key;
  }

  /** Returns the service that publishes this number. */
  public String publisher() {
    return publisher;
  }

  /** Returns the name under which it is published. */
  public String metric() {
    return metric;
  }

  /** Returns what is counted; {@code from} and {@code to} are the fields of a transaction. */
  public String formula() {
    return formula;
  }

  /** Returns the URL of the definition; relative to {@code /api/v1/} if it is of this service. */
  public String source() {
    return source;
  }

  /**
   * Returns in sentences why its number differs from that of {@link #ADDRESSES}.
   *
   * @param difference its number minus that of {@link #ADDRESSES}
   */
  public String explanation(long difference) {
    return String.format(Locale.ROOT, explanation, -difference);
  }
}
