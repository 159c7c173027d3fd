package network.rei.dau.activity;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All records, as one immutable value that answers what was active in any window, exact to the
 * block.
 *
 * <p>A ledger shares what it can with the one that it was made from; making one is for one thread
 * at a time, asking is for any.
 */
public final class Ledger {

  /** A record to enter, and when it was written. */
  public record Entry(ChunkRecord record, Instant storedAt) {}

  private final AddressIndex index;
  private final NavigableMap<Long, RecordGroup> groups;

  private Ledger(AddressIndex index, NavigableMap<Long, RecordGroup> groups) {
    this.index = index;
    this.groups = groups;
  }

  /** A ledger without records. */
  public static Ledger empty() {
    return new Ledger(new AddressIndex(1024), new TreeMap<>());
  }

  /**
   * This ledger with the entries: each takes the place of the record of its chunk if it is of a
   * later generation or longer, and is passed over otherwise.
   */
  public Ledger with(Collection<Entry> entries) {
    NavigableMap<Long, RecordGroup> changed = new TreeMap<>(groups);
    for (Entry entry : entries) {
      Optional<LedgerRecord> current = record(changed, entry.record().index());
      if (current.isEmpty() || current.get().precedes(entry.record())) {
        LedgerRecord record = new LedgerRecord(entry.record(), entry.storedAt(), index);
        changed.merge(
            RecordGroup.numberOf(record.index()),
            RecordGroup.of(record),
            (group, single) -> group.with(single.first()));
      }
    }
    return new Ledger(index, changed);
  }

  /** This ledger without the records of these chunks. */
  public Ledger without(Collection<Long> indexes) {
    NavigableMap<Long, RecordGroup> changed = new TreeMap<>(groups);
    for (long chunk : indexes) {
      changed.computeIfPresent(
          RecordGroup.numberOf(chunk),
          (number, group) -> {
            List<LedgerRecord> left = group.without(chunk);
            return left.isEmpty() ? null : RecordGroup.of(left);
          });
    }
    return new Ledger(index, changed).compacted();
  }

  /** All records, oldest first. */
  public List<LedgerRecord> records() {
    return stream().toList();
  }

  public Optional<LedgerRecord> record(long chunkIndex) {
    return record(groups, chunkIndex);
  }

  public boolean isEmpty() {
    return groups.isEmpty();
  }

  /** The record that holds the last processed block: the highest one stored. */
  public Optional<LedgerRecord> last() {
    return groups.isEmpty() ? Optional.empty() : Optional.of(groups.lastEntry().getValue().last());
  }

  /** The record that holds the lowest block stored. */
  public Optional<LedgerRecord> first() {
    return groups.isEmpty()
        ? Optional.empty()
        : Optional.of(groups.firstEntry().getValue().first());
  }

  /**
   * The activity of the window that ends at the last processed block: every block with {@code
   * timestamp > last.timestamp - length}.
   */
  public WindowActivity rolling(Duration length) {
    long last = last().map(LedgerRecord::lastTimestamp).orElse(0L);
    TimeWindow window = new TimeWindow(last - length.toSeconds() + 1, last + 1);
    return new WindowQuery(groups.values(), window).answer(true);
  }

  /** The activity of a window of time. It is complete only if a later block is known. */
  public WindowActivity during(TimeWindow window) {
    return new WindowQuery(groups.values(), window).answer(false);
  }

  /** The records that have blocks in the window that {@link #rolling} counts, oldest first. */
  public List<LedgerRecord> recordsOfLast(Duration length) {
    long last = last().map(LedgerRecord::lastTimestamp).orElse(0L);
    return stream().filter(r -> r.lastTimestamp() > last - length.toSeconds()).toList();
  }

  /** Every UTC day on which a stored block lies, newest first. */
  public List<DayActivity> days() {
    TreeSet<LocalDate> dates = new TreeSet<>(Comparator.reverseOrder());
    stream().forEach(record -> dates.addAll(record.days()));
    return dates.stream()
        .map(date -> new DayActivity(date, during(TimeWindow.ofUtcDay(date))))
        .toList();
  }

  /**
   * The records that no window of the last {@code retention} needs, counted from the last processed
   * block: a record with a block at or before the window's start is kept, since only it proves that
   * nothing is missing there.
   */
  public List<Long> olderThan(Duration retention) {
    long cutoff = last().map(LedgerRecord::lastTimestamp).orElse(0L) - retention.toSeconds();
    List<Long> older = new ArrayList<>();
    Optional<LedgerRecord> previous = Optional.empty();
    for (LedgerRecord record : records()) {
      if (record.firstTimestamp() > cutoff) {
        break;
      }
      previous.map(LedgerRecord::index).ifPresent(older::add);
      previous = Optional.of(record);
    }
    return older;
  }

  /** Numbers of pruned addresses are never taken back, so the index is made anew at times. */
  private Ledger compacted() {
    int size = index.size();
    int used = LedgerRecord.addressesOf(records()).getCardinality();
    if (size < 1024 || used * 2 > size) {
      return this;
    }
    AddressIndex fresh = new AddressIndex(used);
    int[] newIds = new int[size];
    Arrays.fill(newIds, -1);
    NavigableMap<Long, RecordGroup> renumbered = new TreeMap<>();
    groups.forEach(
        (number, group) ->
            renumbered.put(
                number,
                RecordGroup.of(
                    group.records().stream().map(r -> r.renumbered(fresh, newIds)).toList())));
    return new Ledger(fresh, renumbered);
  }

  private Stream<LedgerRecord> stream() {
    return groups.values().stream().flatMap(group -> group.records().stream());
  }

  private static Optional<LedgerRecord> record(
      NavigableMap<Long, RecordGroup> groups, long chunkIndex) {
    RecordGroup group = groups.get(RecordGroup.numberOf(chunkIndex));
    return group == null
        ? Optional.empty()
        : group.records().stream().filter(r -> r.index() == chunkIndex).findFirst();
  }
}
