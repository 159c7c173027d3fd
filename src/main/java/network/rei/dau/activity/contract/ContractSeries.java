package network.rei.dau.activity.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.RecordActivity;
import network.rei.dau.activity.ledger.RecordSlice;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.period.WindowLookup;

/**
 * The users of a contract, or of several contracts together, over time. The periods are read in
 * order, each record once or twice. Takes two bits for each address. Not thread-safe.
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

  /**
   * A period.
   *
   * @param value empty if it is unknown
   * @param complete whether all blocks of the period exist and are stored
   */
  public record Point(TimeWindow window, OptionalLong value, boolean complete) {}

  private final Ledger ledger;
  private final int[] contracts;
  private final Metric metric;
  private final OptionalLong recordedFrom;
  private final CallReader reader = new CallReader();
  private final NumberSet users;
  private final NumberSet newSenders;

  public ContractSeries(Ledger ledger, Collection<Address> contracts, Metric metric) {
    this.ledger = ledger;
    this.contracts = WindowCalls.numbersOf(ledger.addresses(), contracts);
    this.metric = metric;
    this.recordedFrom = new WindowLookup(ledger).recordedFrom();
    this.users = new NumberSet(ledger.addresses().size());
    this.newSenders = new NumberSet(ledger.addresses().size());
  }

  /**
   * Returns the first time from which calls are known, seconds since 1970; empty if they are known
   * from the first stored block on, or are not known yet.
   */
  public OptionalLong availableFrom() {
    OptionalLong withInput = ledger.detailsFrom();
    return withInput.isPresent() && recordedFrom.isPresent()
        ? OptionalLong.of(Math.max(withInput.getAsLong(), recordedFrom.getAsLong()))
        : withInput.isPresent() ? withInput : recordedFrom;
  }

  /**
   * Returns the periods that have a second in common with {@code [from, to)}, oldest first, at most
   * from the period of the first stored block to that of the last one.
   *
   * @param from seconds since 1970; the first time for which calls are known if empty
   * @param to seconds since 1970, not included; the last stored block if empty
   * @param limit maximum number of periods; the newest are returned
   */
  public List<Point> points(Resolution resolution, OptionalLong from, OptionalLong to, int limit) {
    if (ledger.isEmpty()) {
      return List.of();
    }
    long stored = ledger.startTime().orElseThrow();
    long afterLast = ledger.last().orElseThrow().lastTimestamp() + 1;
    long start = Math.max(from.orElse(availableFrom().orElse(stored)), stored);
    long end = Math.min(to.orElse(afterLast), afterLast);
    return start < end ? points(resolution.in(new TimeWindow(start, end)), limit) : List.of();
  }

  private List<Point> points(List<TimeWindow> all, int limit) {
    List<TimeWindow> periods = all.subList(Math.max(0, all.size() - limit), all.size());
    List<RecordSlice> slices =
        ledger.slices(new TimeWindow(periods.get(0).from(), periods.get(periods.size() - 1).to()));
    List<Point> points = new ArrayList<>();
    int next = 0;
    for (TimeWindow period : periods) {
      while (next < slices.size() && slices.get(next).record().lastTimestamp() < period.from()) {
        next++;
      }
      int end = next;
      while (end < slices.size() && slices.get(end).record().firstTimestamp() < period.to()) {
        end++;
      }
      points.add(point(period, within(slices.subList(next, end), period)));
    }
    return points;
  }

  private static List<RecordSlice> within(List<RecordSlice> slices, TimeWindow period) {
    return slices.stream()
        .map(slice -> RecordSlice.of(slice.record(), period))
        .filter(slice -> slice.start() < slice.end())
        .toList();
  }

  private Point point(TimeWindow period, List<RecordSlice> slices) {
    boolean complete = ledger.isComplete(period);
    boolean counted =
        slices.stream()
                .allMatch(slice -> slice.activity().flatMap(RecordActivity::calls).isPresent())
            && (complete || (!beginsBeforeRecords(period) && !slices.isEmpty()));
    return new Point(
        period, counted ? OptionalLong.of(value(slices)) : OptionalLong.empty(), complete);
  }

  private boolean beginsBeforeRecords(TimeWindow period) {
    return recordedFrom.isPresent() && period.from() < recordedFrom.getAsLong();
  }

  private long value(List<RecordSlice> slices) {
    users.clear();
    long transactions = 0;
    List<CallsPart> parts = CallsPart.of(slices);
    for (CallsPart part : parts) {
      if (metric == Metric.TRANSACTIONS) {
        transactions += reader.count(part, contracts);
      } else {
        reader.readFirst(part, contracts);
        reader.addUsersTo(users, part);
      }
    }
    return switch (metric) {
      case TRANSACTIONS -> transactions;
      case USERS -> users.count();
      case NEW_USERS -> {
        newSenders.clear();
        parts.forEach(part -> part.addNewSendersTo(newSenders));
        yield users.sharedWith(newSenders);
      }
    };
  }
}
