package network.rei.dau.activity.ledger;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.period.DayActivity;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.History;
import network.rei.dau.activity.period.PeriodChanges;
import org.roaringbitmap.RoaringBitmap;

/**
 * All records, as one immutable value that answers what was active in any window, exact to the
 * block.
 *
 * <p>It relies on what a chain keeps: no block is older than its parent. {@link ChunkRecord} sees
 * to that within a record; from one record to the next, it holds once they link by hash.
 *
 * <p>A ledger shares what it can with the one that it was made from; making one is for one thread
 * at a time, asking is for any.
 */
public final class Ledger {

  private static final int MIN_COMPACTED = 1024;

  private final AddressIndex addresses;
  private final RecordGroups groups;
  private final History history;

  private Ledger(AddressIndex addresses, RecordGroups groups, History history) {
    this.addresses = addresses;
    this.groups = groups;
    this.history = history;
  }

  /** A ledger without records. */
  public static Ledger empty() {
    return new Ledger(new AddressIndex(MIN_COMPACTED), RecordGroups.NONE, History.EMPTY);
  }

  /**
   * Returns this ledger with more records. A record that does not {@linkplain
   * ChunkRecord#supersedes supersede} the present record of its chunk is ignored.
   */
  public Ledger with(Collection<StoredRecord> records) {
    return new Ledger(addresses, groups.with(records, addresses), history);
  }

  /** This ledger without the records of these chunks. */
  public Ledger without(Collection<Long> indexes) {
    return new Ledger(addresses, groups.without(indexes), history).compacted();
  }

  /** This ledger with what is kept of hours, days, weeks and months changed. */
  public Ledger with(PeriodChanges changes) {
    return changes.isEmpty()
        ? this
        : new Ledger(addresses, groups, history.with(changes, addresses));
  }

  /** What is kept of hours, days, weeks and months after their records are gone. */
  public History history() {
    return history;
  }

  /**
   * Why records cannot all be of one chain with the ones here: two that stand next to each other do
   * not link by hash. Empty if they can.
   *
   * @param changed records about to be entered
   * @param removed chunk indexes of records about to be removed
   */
  public Optional<String> contradiction(Collection<ChunkRecord> changed, Collection<Long> removed) {
    return LinkCheck.broken(this, changed, removed);
  }

  /** As {@link #contradiction(Collection, Collection)}, among the records that are here. */
  public Optional<String> contradiction() {
    return LinkCheck.broken(records());
  }

  /** All records, oldest first. */
  public List<LedgerRecord> records() {
    return groups.records();
  }

  public Optional<LedgerRecord> record(long chunkIndex) {
    return groups.record(chunkIndex);
  }

  public boolean isEmpty() {
    return groups.isEmpty();
  }

  /** The record that holds the last processed block: the highest one stored. */
  public Optional<LedgerRecord> last() {
    return groups.last();
  }

  /** The UTC day of the last processed block. */
  public Optional<LocalDate> lastDay() {
    return last().map(record -> History.date(record.lastTimestamp()));
  }

  /**
   * The UTC day of the chain's first block, if that is known; where the genesis is long before its
   * child, as it often is, the day of the child.
   */
  public Optional<LocalDate> firstDayOfChain() {
    return first()
        .filter(record -> record.firstBlock() == 0)
        .map(record -> History.date(begin(record)))
        .or(history::firstDayOfChain);
  }

  /** The time of the lowest block stored, a genesis long before its child passed over. */
  public Optional<Long> begin() {
    return first().map(this::begin);
  }

  private long begin(LedgerRecord lowest) {
    long first = lowest.firstTimestamp();
    Optional<Long> child =
        lowest.blockCount() > 1
            ? Optional.of(lowest.timestamp(1))
            : record(1).filter(next -> next.firstBlock() == 1).map(LedgerRecord::firstTimestamp);
    return lowest.firstBlock() == 0
        ? child.filter(time -> History.isLongBefore(first, time)).orElse(first)
        : first;
  }

  /** The record that holds the lowest block stored. */
  public Optional<LedgerRecord> first() {
    return groups.first();
  }

  /**
   * The activity of the window that ends at the last processed block: every block with {@code
   * timestamp > last.timestamp - length}.
   */
  public WindowActivity rolling(Duration length) {
    return WindowQuery.answer(groups.all(), new TimeSlice(windowOfLast(length), true)).activity();
  }

  /** The activity of a window of time. It is complete only if a later block is known. */
  public WindowActivity during(TimeWindow window) {
    return sum(window).activity();
  }

  /** As {@link #during}, with the sets. */
  public WindowSum sum(TimeWindow window) {
    return WindowQuery.answer(groups.all(), new TimeSlice(window, false));
  }

  /** Whether {@link #during} is complete; cheaper. */
  public boolean isComplete(TimeWindow window) {
    return Coverage.of(groups.all(), new TimeSlice(window, false)).complete();
  }

  /** The addresses of a day, by what adds up to it. */
  public DayAddresses addressesOf(LocalDate date, ActivitySum sum) {
    return DayAddresses.of(date, sum, addresses);
  }

  /** The activity of a range of blocks. It is complete only if all of them are stored. */
  public WindowActivity between(BlockRange range) {
    return WindowQuery.answer(groups.all(), new BlockSlice(range)).activity();
  }

  /** How many transactions each address sent and received in a window. */
  public TransactionCountsByAddress traffic(Window window) {
    WindowSlice cut = WindowSlice.of(window);
    TransactionCountsByAddress traffic = new TransactionCountsByAddress(addresses);
    groups.stream()
        .forEach(
            record ->
                record.forEachTransaction(
                    cut.start(record),
                    cut.end(record),
                    (place, sender, recipient) -> traffic.add(sender, recipient)));
    return traffic;
  }

  /**
   * What one address did.
   *
   * @param window whose transactions are counted
   */
  public AddressActivity address(Address address, Window window) {
    int number = addresses.find(address.toBytes(), 0);
    return AddressQuery.answer(
        number, number < 0 ? Stream.empty() : groups.stream(), WindowSlice.of(window));
  }

  /**
   * What is missing between stored blocks, as far as it may lie in a window, in order.
   *
   * @param window what is before it may be on its way to be forgotten, or to be counted once more
   */
  public List<Gap> gaps(TimeWindow window) {
    List<LedgerRecord> records = records();
    return IntStream.range(1, records.size())
        .filter(i -> records.get(i - 1).lastBlock() + 1 < records.get(i).firstBlock())
        .filter(i -> records.get(i).firstTimestamp() >= window.from())
        .mapToObj(i -> Gap.between(records.get(i - 1), records.get(i)))
        .toList();
  }

  /** The records that have blocks in the window that {@link #rolling} counts, oldest first. */
  public List<LedgerRecord> recordsOfLast(Duration length) {
    long from = windowOfLast(length).from();
    return groups.stream().filter(record -> record.lastTimestamp() >= from).toList();
  }

  /** Every UTC day on which a stored block lies, newest first. */
  public List<DayActivity> days() {
    TreeSet<LocalDate> dates = new TreeSet<>(Comparator.reverseOrder());
    groups.stream().forEach(record -> dates.addAll(record.days()));
    return dates.stream()
        .map(date -> new DayActivity(date, during(TimeWindow.ofUtcDay(date))))
        .toList();
  }

  /**
   * The records that no window of the last {@code retention} needs, counted from the last processed
   * block, and no day whose numbers are wanted and not kept yet. The newest record that begins
   * before the window is kept, since only it proves that nothing is missing there.
   *
   * @param firstDay the first whose numbers are wanted
   * @return chunk indexes, oldest first
   */
  public List<Long> olderThan(Duration retention, LocalDate firstDay) {
    long from = windowOfLast(retention).from();
    LocalDate firstWanted = firstDayOfChain().filter(firstDay::isBefore).orElse(firstDay);
    List<LedgerRecord> begunBefore =
        groups.stream().takeWhile(record -> record.firstTimestamp() < from).toList();
    return begunBefore.stream()
        .limit(Math.max(0, begunBefore.size() - 1))
        .filter(record -> !history.needs(record, record(record.index() + 1), firstWanted))
        .map(LedgerRecord::index)
        .toList();
  }

  private TimeWindow windowOfLast(Duration length) {
    return TimeWindow.ofLast(length, last().map(LedgerRecord::lastTimestamp).orElse(0L));
  }

  /** How many addresses it has numbers for: those of its records, and some of removed ones. */
  public int addressesHeld() {
    return addresses.size();
  }

  /** Numbers of pruned addresses are never taken back, so the index is made anew at times. */
  private Ledger compacted() {
    int size = addresses.size();
    if (size < MIN_COMPACTED) {
      return this;
    }
    RoaringBitmap used = RoaringBitmap.or(groups.addresses(), history.addresses());
    if (used.getCardinality() * 2 > size) {
      return this;
    }
    AddressIndex fresh = new AddressIndex(used.getCardinality());
    int[] numbers = addresses.copyTo(fresh, used);
    return new Ledger(
        fresh,
        groups.map(record -> record.renumbered(fresh, numbers)),
        history.renumbered(numbers));
  }
}
