package network.rei.dau.e2e;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import network.rei.dau.simulator.chain.SimBlock;
import network.rei.dau.simulator.chain.SimTransaction;
import network.rei.dau.simulator.chain.SimulatedChain;

/**
 * Computes the expected answers of {@code /api/v1/days} and {@code /api/v1/retention} by brute
 * force over the blocks of a chain of which some consecutive UTC days are stored. The keys are the
 * names of the JSON fields; a value is null if it needs a day that is not stored.
 */
final class ExpectedDays {

  private static final class Day {
    private long blocks;
    private long transactions;
    private final Set<String> addresses = new HashSet<>();
    private final Set<String> senders = new HashSet<>();
    private final Set<String> recipients = new HashSet<>();
    private final Set<String> newSenders = new HashSet<>();
  }

  private final NavigableMap<LocalDate, Day> days = new TreeMap<>();
  private final LocalDate first;
  private final LocalDate last;

  /**
   * @param first the first complete day
   * @param last the last complete day
   */
  ExpectedDays(SimulatedChain chain, LocalDate first, LocalDate last) {
    this.first = first;
    this.last = last;
    for (long number = 1; number <= chain.head(); number++) {
      add(chain.block(number));
    }
  }

  private void add(SimBlock block) {
    Day day =
        days.computeIfAbsent(
            LocalDate.ofInstant(Instant.ofEpochSecond(block.timestamp()), ZoneOffset.UTC),
            date -> new Day());
    day.blocks++;
    for (SimTransaction transaction : block.transactions()) {
      day.transactions++;
      day.senders.add(transaction.from());
      day.addresses.add(transaction.from());
      if (transaction.to() != null) {
        day.recipients.add(transaction.to());
        day.addresses.add(transaction.to());
      }
      if (transaction.nonce() == 0) {
        day.newSenders.add(transaction.from());
      }
    }
  }

  /** Returns the expected fields of a day in {@code /api/v1/days}. */
  Map<String, Long> day(LocalDate date) {
    Day day = days.get(date);
    Set<String> before = union(date.minusDays(7), date.minusDays(1), of -> of.senders);
    Set<String> old = new HashSet<>(day.senders);
    old.removeAll(day.newSenders);
    Map<String, Long> fields = new LinkedHashMap<>();
    fields.put("blocks", day.blocks);
    fields.put("transactions", day.transactions);
    fields.put("addresses", (long) day.addresses.size());
    fields.put("senders", (long) day.senders.size());
    fields.put("recipients", (long) day.recipients.size());
    fields.put("newSenders", (long) day.newSenders.size());
    fields.put("weeklyAddresses", actives(date, 7, of -> of.addresses));
    fields.put("weeklySenders", actives(date, 7, of -> of.senders));
    fields.put("monthlyAddresses", actives(date, 30, of -> of.addresses));
    fields.put("monthlySenders", actives(date, 30, of -> of.senders));
    BooleanSupplier weekKnown = () -> isKnown(date.minusDays(7));
    fields.put("returningSenders", where(weekKnown, () -> common(old, before)));
    fields.put("resurrectedSenders", where(weekKnown, () -> old.size() - common(old, before)));
    fields.put(
        "churnedSenders",
        where(
            weekKnown,
            () -> {
              Set<String> then = union(date.minusDays(7), date.minusDays(7), of -> of.senders);
              return then.size() - common(then, union(date.minusDays(6), date, of -> of.senders));
            }));
    return fields;
  }

  /** Returns the expected fields of a cohort in {@code /api/v1/retention}. */
  Map<String, Long> cohort(LocalDate date) {
    Set<String> fresh = days.get(date).newSenders;
    Map<String, Long> fields = new LinkedHashMap<>();
    fields.put("newSenders", (long) fresh.size());
    for (int after : new int[] {1, 7, 30}) {
      LocalDate then = date.plusDays(after);
      fields.put(
          "day" + after + "Senders",
          where(() -> isKnown(then), () -> common(fresh, days.get(then).senders)));
    }
    return fields;
  }

  private Long actives(LocalDate date, int length, Function<Day, Set<String>> who) {
    LocalDate from = date.minusDays(length - 1L);
    return where(() -> isKnown(from), () -> union(from, date, who).size());
  }

  private boolean isKnown(LocalDate date) {
    return !date.isBefore(first) && !date.isAfter(last);
  }

  private static Long where(BooleanSupplier known, LongSupplier number) {
    return known.getAsBoolean() ? (Long) number.getAsLong() : null;
  }

  private static long common(Set<String> some, Set<String> others) {
    return some.stream().filter(others::contains).count();
  }

  private Set<String> union(LocalDate from, LocalDate to, Function<Day, Set<String>> who) {
    Set<String> union = new HashSet<>();
    days.subMap(from, true, to, true).values().forEach(day -> union.addAll(who.apply(day)));
    return union;
  }
}
