package network.rei.dau.activity.contract;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.ledger.count.UnknownReason;
import network.rei.dau.activity.period.History;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.Resolution;

/**
 * The calls of a contract, or of several contracts together, by UTC days: those of the days on
 * which all of these contracts are tracked, as they are stored, and those of other days from the
 * records. Not thread-safe.
 */
final class ContractDays {

  private static final long SECONDS_A_DAY = 86_400;

  /** From where the calls of a day are known. */
  private enum Source {
    NO_CALLS,
    STORED_DAY,
    RECORDS,
    UNKNOWN
  }

  private final Ledger ledger;
  private final History history;

  /** The numbers of the contracts that occur in the ledger. */
  private final int[] contracts;

  private final boolean allOccur;
  private final RecordedCalls recorded;
  private final long lastTime;
  private final long chain;
  private final CallReader reader = new CallReader();
  private final Map<Long, Source> sources = new HashMap<>();

  ContractDays(Ledger ledger, Collection<Address> contracts) {
    AddressIndex index = ledger.addresses();
    this.ledger = ledger;
    this.history = ledger.history();
    this.contracts = WindowCalls.numbersOf(index, contracts);
    this.allOccur = contracts.stream().allMatch(a -> index.find(a.toBytes(), 0) >= 0);
    this.recorded = RecordedCalls.of(ledger);
    this.lastTime = ledger.last().map(LedgerRecord::lastTimestamp).orElse(Long.MIN_VALUE);
    this.chain = ledger.firstDayOfChain().map(History::start).orElse(Long.MIN_VALUE);
  }

  /**
   * Returns why the calls of some days are not known; empty if they are. Days after the last
   * processed block do not count.
   */
  Optional<UnknownReason> unknown(TimeWindow days) {
    return Resolution.DAY.in(days).stream()
        .map(TimeWindow::from)
        .filter(day -> source(day) == Source.UNKNOWN)
        .findFirst()
        .map(this::reason);
  }

  /** Returns whether all blocks of some days exist and are stored, or were counted. */
  boolean isComplete(TimeWindow days) {
    return ledger.isComplete(days)
        || Resolution.DAY.in(days).stream()
            .allMatch(
                day ->
                    day.to() <= chain || whole(day.from()).isPresent() || ledger.isComplete(day));
  }

  /**
   * Returns the first time from which the calls of all days are known, seconds since 1970; empty if
   * they are known from the first block of the chain on.
   *
   * @param recorded the first time from which the records have them
   */
  OptionalLong availableFrom(long recorded) {
    long from = recorded;
    long day = Resolution.DAY.around(recorded).from();
    while (from > chain && isStored(day)) {
      from = day;
      day -= SECONDS_A_DAY;
    }
    return from <= chain ? OptionalLong.empty() : OptionalLong.of(from);
  }

  private boolean isStored(long day) {
    return source(day) == Source.STORED_DAY || source(day) == Source.NO_CALLS;
  }

  /**
   * Adds the users of some days whose calls are known.
   *
   * @return the number of calls
   */
  long addTo(TimeWindow days, NumberSet users) {
    long transactions = 0;
    for (TimeWindow day : Resolution.DAY.in(days)) {
      transactions +=
          switch (source(day.from())) {
            case STORED_DAY -> addStored(day.from(), users);
            case RECORDS -> addRecorded(day, users);
            case NO_CALLS, UNKNOWN -> 0;
          };
    }
    return transactions;
  }

  private long addStored(long day, NumberSet users) {
    DayCallSets calls = history.callsOf(day).orElseThrow();
    long transactions = 0;
    for (int contract : contracts) {
      int entry = calls.entryOf(contract);
      transactions += calls.transactions(entry);
      calls.forEachUser(entry, users::add);
    }
    return transactions;
  }

  private long addRecorded(TimeWindow day, NumberSet users) {
    long transactions = 0;
    for (CallsPart part : parts(day)) {
      transactions += reader.readFirst(part, contracts);
      reader.addUsersTo(users, part);
    }
    return transactions;
  }

  /** Adds the new senders of some days whose calls are known. */
  void addNewSendersTo(TimeWindow days, NumberSet newSenders) {
    for (TimeWindow day : Resolution.DAY.in(days)) {
      switch (source(day.from())) {
        case STORED_DAY ->
            history
                .newSendersOf(day.from())
                .orElseThrow()
                .forEach((int number) -> newSenders.add(number));
        case RECORDS -> parts(day).forEach(part -> part.addNewSendersTo(newSenders));
        case NO_CALLS, UNKNOWN -> {
          // a day whose calls are asked for and that has none has no senders either
        }
      }
    }
  }

  private List<CallsPart> parts(TimeWindow day) {
    return ledger.slices(day).stream().flatMap(slice -> CallsPart.of(slice).stream()).toList();
  }

  private Source source(long day) {
    return sources.computeIfAbsent(day, this::find);
  }

  private Source find(long day) {
    Optional<PeriodActivity> whole = whole(day);
    if (day > lastTime
        || day + SECONDS_A_DAY <= chain
        || whole.filter(known -> known.activity().counts().transactions() == 0).isPresent()) {
      return Source.NO_CALLS;
    }
    if (whole.isPresent() && isTracked(day)) {
      return Source.STORED_DAY;
    }
    TimeWindow window = Resolution.DAY.around(day);
    return recorded.areKnown(window, ledger.slices(window)) ? Source.RECORDS : Source.UNKNOWN;
  }

  private Optional<PeriodActivity> whole(long day) {
    return history.wholeDay(History.date(day));
  }

  private boolean isTracked(long day) {
    return allOccur
        && history
            .callsOf(day)
            .filter(
                calls -> {
                  for (int contract : contracts) {
                    if (calls.entryOf(contract) < 0) {
                      return false;
                    }
                  }
                  return true;
                })
            .isPresent();
  }

  private UnknownReason reason(long day) {
    if (whole(day).isPresent() && history.daysInMemory().contains(day)) {
      return UnknownReason.NOT_TRACKED;
    }
    return reason(ledger, Resolution.DAY.around(day));
  }

  /** Returns why the records do not have the calls of a window. */
  static UnknownReason reason(Ledger ledger, TimeWindow window) {
    return ledger.slices(window).stream()
            .anyMatch(slice -> slice.activity().isPresent() && !RecordedCalls.areIn(slice))
        ? UnknownReason.WITHOUT_INPUT
        : UnknownReason.NOT_IN_MEMORY;
  }
}
