package network.rei.dau.activity.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import network.rei.dau.activity.block.TimeWindow;

/**
 * The users of a contract, or of several contracts together, over time. Takes two bits for each
 * address. Not thread-safe.
 */
public final class ContractSeries {

  /** A metric of a contract in a period. */
  public enum Metric {
    /** Distinct senders of calls. */
    USERS(
        "users",
        "addresses",
        "Distinct senders of a transaction with input to the contract, or to one of the contracts"
            + " of the group."),
    /** Calls. */
    TRANSACTIONS(
        "transactions",
        "transactions",
        "Transactions with input to the contract, or to one of the contracts of the group. Failed"
            + " ones count; calls by other contracts are not seen."),
    /** Users that are new senders of the period. */
    NEW_USERS(
        "newUsers",
        "addresses",
        "Users that sent a transaction with nonce 0, to any recipient, in the same period.");

    private final String key;
    private final String unit;
    private final String definition;

    Metric(String key, String unit, String definition) {
      this.key = key;
      this.unit = unit;
      this.definition = definition;
    }

    /** Returns the metric with a {@link #key}, in upper or lower case. */
    public static Optional<Metric> of(String key) {
      return Arrays.stream(values()).filter(metric -> metric.key.equalsIgnoreCase(key)).findFirst();
    }

    /** Returns the keys of all metrics. */
    public static List<String> keys() {
      return Arrays.stream(values()).map(Metric::key).toList();
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
  }

  private final ContractPeriods periods;
  private final Metric metric;
  private final CallReader reader = new CallReader();
  private final NumberSet users;
  private final NumberSet newSenders;

  public ContractSeries(ContractPeriods periods, Metric metric) {
    this.periods = periods;
    this.metric = metric;
    this.users = new NumberSet(periods.addresses());
    this.newSenders = new NumberSet(periods.addresses());
  }

  /**
   * Returns the values of some periods.
   *
   * @param windows that {@link ContractPeriods#windows} returned
   */
  public List<ContractPeriods.Point<Long>> points(List<TimeWindow> windows) {
    return periods.points(
        windows,
        (parts, contracts) ->
            value(
                found -> addTo(found, parts, contracts),
                found -> parts.forEach(part -> part.addNewSendersTo(found))));
  }

  private long addTo(NumberSet found, List<CallsPart> parts, int[] contracts) {
    long transactions = 0;
    for (CallsPart part : parts) {
      if (metric == Metric.TRANSACTIONS) {
        transactions += reader.count(part, contracts);
      } else {
        reader.readFirst(part, contracts);
        reader.addUsersTo(found, part);
      }
    }
    return transactions;
  }

  /**
   * Returns the value of a period.
   *
   * @param addUsers adds the users to a set and returns the number of transactions, each at least
   *     if the metric needs it
   * @param addNewSenders adds the new senders to a set
   */
  long value(ToLongFunction<NumberSet> addUsers, Consumer<NumberSet> addNewSenders) {
    users.clear();
    long transactions = addUsers.applyAsLong(users);
    return switch (metric) {
      case TRANSACTIONS -> transactions;
      case USERS -> users.count();
      case NEW_USERS -> {
        newSenders.clear();
        addNewSenders.accept(newSenders);
        yield users.sharedWith(newSenders);
      }
    };
  }
}
