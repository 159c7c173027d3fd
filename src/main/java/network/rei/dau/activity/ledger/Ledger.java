package network.rei.dau.activity.ledger;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeFloor;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.ledger.count.AddressActivity;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.DayActivity;
import network.rei.dau.activity.period.History;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.activity.rule.SystemRules;
import org.roaringbitmap.RoaringBitmap;

/**
 * All records as one immutable value, which counts the activity of any window exactly.
 *
 * <p>A block counts at the timestamp of its header or, if that is before the time of an earlier
 * block that is or was stored, at that time. So no block counts before its parent, and a window of
 * time is a range of blocks.
 *
 * <p>A ledger shares data with the ledger that it was derived from: one thread at a time may derive
 * ledgers, any thread may read them.
 */
public final class Ledger {

  private static final int MIN_COMPACTED = 1024;

  private final AddressIndex addresses;
  private final RecordGroups groups;
  private final History history;

  /**
   * The chunk index from which on records are in memory; the records of lower ones are outlines.
   */
  private final long firstInMemory;

  private final Optional<LedgerRecord> newestOutline;
  private final RecordCache cache;

  private Ledger(AddressIndex addresses, RecordGroups groups, History history, long firstInMemory) {
    this(addresses, groups, history, firstInMemory, RecordCache.NONE);
  }

  private Ledger(
      AddressIndex addresses,
      RecordGroups groups,
      History history,
      long firstInMemory,
      RecordCache cache) {
    this.addresses = addresses;
    this.groups = groups;
    this.history = history;
    this.firstInMemory = firstInMemory;
    this.newestOutline = firstInMemory == 0 ? Optional.empty() : groups.newestOutline();
    this.cache = cache;
  }

  /** Returns a ledger without records. */
  public static Ledger empty() {
    return new Ledger(new AddressIndex(MIN_COMPACTED), RecordGroups.NONE, History.EMPTY, 0);
  }

  /**
   * Returns this ledger with more records. A record that does not {@linkplain
   * ChunkRecord#supersedes supersede} the present record of its chunk is ignored.
   */
  public Ledger with(Collection<StoredRecord> records) {
    return new Ledger(
        addresses, groups.with(records, firstInMemory, addresses), history, firstInMemory);
  }

  /**
   * Returns this ledger without the records of some chunks, as if they had never been added: blocks
   * after them may count at earlier times.
   */
  public Ledger without(Collection<Long> indexes) {
    return new Ledger(addresses, groups.without(indexes), history, firstInMemory);
  }

  /**
   * Returns this ledger without some records that are old: all other blocks count at the same times
   * as before.
   */
  public Ledger withoutPruned(Collection<Long> indexes) {
    return new Ledger(addresses, groups.withoutPruned(indexes), history, firstInMemory);
  }

  /** Returns the times that pruned records have left behind, in the order of their chunks. */
  public List<TimeFloor> timeFloors() {
    return groups.floors().list();
  }

  /** Returns this ledger with the times that pruned records have left behind. */
  public Ledger withTimeFloors(Collection<TimeFloor> floors) {
    return timeFloors().equals(List.copyOf(floors))
        ? this
        : new Ledger(addresses, groups.with(TimeFloors.of(floors)), history, firstInMemory);
  }

  /** Returns this ledger with changed statistics of hours, days, weeks and months. */
  public Ledger with(PeriodChanges changes) {
    return changes.isEmpty()
        ? this
        : new Ledger(addresses, groups, history.with(changes, addresses), firstInMemory);
  }

  /** Returns this ledger, whose requests keep in a cache what they derive from single records. */
  public Ledger with(RecordCache records) {
    return new Ledger(addresses, groups, history, firstInMemory, records);
  }

  /** Returns the cache of what is derived from single records. */
  public RecordCache cache() {
    return cache;
  }

  /** Returns the stored statistics of hours, days, weeks and months. */
  public History history() {
    return history;
  }

  /**
   * Returns why records cannot be added: two neighbouring records would not link by hash, or a
   * record does not contain the last block of the stored record of its chunk and generation. Empty
   * if they can be added.
   *
   * @param changed the records to add
   * @param removed chunk indexes of records that are removed with them
   */
  public Optional<String> brokenLink(Collection<ChunkRecord> changed, Collection<Long> removed) {
    return LinkCheck.brokenLink(this, changed, removed);
  }

  /** Returns which neighbouring records of this ledger do not link by hash; empty if all do. */
  public Optional<String> brokenLink() {
    return LinkCheck.brokenLink(records());
  }

  /** Returns all records, oldest first. */
  public List<LedgerRecord> records() {
    return groups.records();
  }

  /** Returns the record with the lowest chunk index above this one. */
  Optional<LedgerRecord> recordAfter(long chunkIndex) {
    return groups.atOrAfter(chunkIndex + 1);
  }

  public Optional<LedgerRecord> record(long chunkIndex) {
    return groups.record(chunkIndex);
  }

  public boolean isEmpty() {
    return groups.isEmpty();
  }

  /** Returns the record with the last processed block, which is the highest stored one. */
  public Optional<LedgerRecord> last() {
    return groups.last();
  }

  /** Returns the UTC day of the last processed block. */
  public Optional<LocalDate> lastDay() {
    return last().map(record -> History.date(record.lastTimestamp()));
  }

  /**
   * Returns the UTC day of the chain's first block if it is known; if the genesis block has a much
   * earlier timestamp than its child, as it often has, the day of the child.
   */
  public Optional<LocalDate> firstDayOfChain() {
    return first()
        .filter(record -> record.firstBlock() == 0)
        .map(record -> History.date(startTime(record)))
        .or(history::firstDayOfChain);
  }

  /**
   * Returns the timestamp of the lowest stored block; that of block 1 if the genesis block is much
   * older.
   */
  public Optional<Long> startTime() {
    return first().map(this::startTime);
  }

  private long startTime(LedgerRecord lowest) {
    long first = lowest.firstTimestamp();
    Optional<Long> child =
        lowest.blockCount() > 1
            ? Optional.of(lowest.timestamp(1))
            : record(1).filter(next -> next.firstBlock() == 1).map(LedgerRecord::firstTimestamp);
    return lowest.firstBlock() == 0
        ? child.filter(time -> History.isLongBefore(first, time)).orElse(first)
        : first;
  }

  /** Returns the record with the lowest stored block. */
  public Optional<LedgerRecord> first() {
    return groups.first();
  }

  /**
   * Returns the activity of the window that ends with the last processed block: all blocks with
   * {@code timestamp > last.timestamp - length}.
   */
  public WindowActivity rolling(Duration length) {
    return sum(new TimeSlice(windowOfLast(length), true)).activity();
  }

  /** Returns the activity of a window of time. It is complete only if a later block is stored. */
  public WindowActivity during(TimeWindow window) {
    return sum(window).activity();
  }

  /** Returns the activity of a window of time with its sets of addresses. */
  public WindowSum sum(TimeWindow window) {
    return sum(new TimeSlice(window, false));
  }

  /**
   * As {@link #sum(TimeWindow)}, but records that are not in memory are read.
   *
   * @param stored reads a record by its chunk index; empty if it cannot be read
   */
  public WindowSum sum(TimeWindow window, LongFunction<Optional<ChunkRecord>> stored) {
    WindowSum inMemory = sum(window);
    return inMemory.isAvailable()
        ? inMemory
        : WindowQuery.read(groups, new TimeSlice(window, false), availableFrom(), stored);
  }

  private WindowSum sum(WindowSlice slice) {
    return WindowQuery.answer(groups, slice, availableFrom(), addresses);
  }

  /**
   * Returns the first time from which all stored blocks are in memory, seconds since 1970. A window
   * that begins earlier may contain blocks that are stored, but cannot be counted. Empty if all
   * blocks are in memory.
   */
  public OptionalLong availableFrom() {
    return newestOutline.stream().mapToLong(record -> record.lastTimestamp() + 1).findFirst();
  }

  /** Returns the number of stored blocks of a window, without counting their activity. */
  public long blocksIn(TimeWindow window) {
    TimeSlice slice = new TimeSlice(window, false);
    return groups.stream().mapToLong(record -> slice.end(record) - slice.start(record)).sum();
  }

  /** Returns whether {@link #during} is complete, without counting. */
  public boolean isComplete(TimeWindow window) {
    return Coverage.of(groups, new TimeSlice(window, false)).complete();
  }

  /** Returns the activity of a range of blocks. It is complete only if all of them are stored. */
  public WindowActivity between(BlockRange range) {
    return sum(new BlockSlice(range)).activity();
  }

  /** Returns the records with blocks in a window, oldest first. */
  public List<RecordSlice> slices(Window window) {
    WindowSlice slice = WindowSlice.of(window);
    return groups.all().stream()
        .filter(group -> !group.isOutside(slice))
        .flatMap(group -> group.records().stream())
        .map(record -> RecordSlice.of(record, slice))
        .filter(part -> part.start() < part.end())
        .toList();
  }

  /**
   * Returns the records with blocks in a window, oldest first, as they were counted: those in
   * memory or, if some of them are not, all of them, each read when the stream comes to it. A
   * record that cannot be read has no activity.
   *
   * @param sum of the window, counted with the same {@code stored}
   */
  public Stream<RecordSlice> slices(WindowSum sum, LongFunction<Optional<ChunkRecord>> stored) {
    Stream<RecordSlice> slices = slices(sum.activity().window()).stream();
    return sum.addresses() == addresses
        ? slices
        : slices.map(slice -> slice.read(stored, sum.addresses()));
  }

  /**
   * Returns the first time from which all records have their details in memory, seconds since 1970;
   * empty if all have, and if there is no such time yet, because the blocks that are added to the
   * newest record will lack them, too.
   */
  public OptionalLong detailsFrom() {
    return groups.timeAfterLast(
        record -> record.activityInMemory().flatMap(RecordActivity::calls).isEmpty());
  }

  /** Returns the index of the addresses of all records in memory. */
  public AddressIndex addresses() {
    return addresses;
  }

  /**
   * Returns how many transactions each address sent and received in the blocks of a window that are
   * in memory, without the transactions that meet a rule.
   *
   * @param filter of this ledger, which can {@linkplain LedgerFilter#organic decide} for the window
   */
  public TransactionCountsByAddress transactionCounts(Window window, LedgerFilter filter) {
    return TransactionCountsByAddress.of(addresses, groups, WindowSlice.of(window), filter);
  }

  /** Counts the same in a number of parts in parallel. */
  TransactionCountsByAddress transactionCounts(Window window, LedgerFilter filter, int parts) {
    return TransactionCountsByAddress.of(addresses, groups, WindowSlice.of(window), filter, parts);
  }

  /** Returns rules for the records of this ledger. */
  public LedgerFilter filter(SystemRules rules) {
    return new LedgerFilter(rules, groups, addresses, cache);
  }

  /** Returns what the addresses did in the blocks of a window that are in memory. */
  public AddressRoles roles(Window window) {
    WindowSlice slice = WindowSlice.of(window);
    ActivitySum sum = sum(slice).sum();
    AddressRoles.Called called = new AddressRoles.Called();
    groups.stream()
        .filter(LedgerRecord::isInMemory)
        .forEach(record -> record.addTo(called, slice.start(record), slice.end(record)));
    int zero = addresses.find(new byte[Address.BYTES], 0);
    return new AddressRoles(
        sum.senders(),
        sum.recipients(),
        called.result(),
        zero < 0 ? OptionalInt.empty() : OptionalInt.of(zero));
  }

  /**
   * Returns how to count the transactions of each sender in the blocks that are in memory.
   *
   * @param filter of this ledger
   */
  public SenderCounts senderCounts(LedgerFilter filter) {
    return new SenderCounts(
        addresses, groups.stream().filter(LedgerRecord::isInMemory).toList(), filter);
  }

  /**
   * Returns the activity of one address.
   *
   * @param window whose transactions are counted
   */
  public AddressActivity address(Address address, Window window) {
    int number = addresses.find(address.toBytes(), 0);
    return AddressQuery.answer(
        number, number < 0 ? Stream.empty() : groups.stream(), WindowSlice.of(window));
  }

  /** Returns the gaps that may lie in the time of a length that ends at the last block. */
  public List<Gap> gapsOfLast(Duration length) {
    return gaps(windowOfLast(length));
  }

  /**
   * Returns the gaps between stored blocks that may lie in a window, in order.
   *
   * @param window starts where the records may be incomplete, because they are pruned or fetched
   */
  public List<Gap> gaps(TimeWindow window) {
    List<LedgerRecord> records = records();
    return IntStream.range(1, records.size())
        .filter(i -> records.get(i - 1).lastBlock() + 1 < records.get(i).firstBlock())
        .filter(i -> records.get(i).firstTimestamp() >= window.from())
        .mapToObj(i -> Gap.between(records.get(i - 1), records.get(i)))
        .toList();
  }

  /** Returns the records with blocks in the window of {@link #rolling}, oldest first. */
  public List<LedgerRecord> recordsOfLast(Duration length) {
    long from = windowOfLast(length).from();
    return groups.stream().filter(record -> record.lastTimestamp() >= from).toList();
  }

  /**
   * Returns every UTC day with a stored block that overlaps the window of {@link #rolling}, newest
   * first.
   */
  public List<DayActivity> daysOfLast(Duration length) {
    LocalDate first = History.date(windowOfLast(length).from());
    TreeSet<LocalDate> dates = new TreeSet<>(Comparator.reverseOrder());
    groups.stream()
        .filter(record -> !History.date(record.lastTimestamp()).isBefore(first))
        .forEach(record -> dates.addAll(record.days()));
    return dates.headSet(first, true).stream()
        .map(date -> new DayActivity(date, day(date)))
        .toList();
  }

  /** Returns the activity of a day; as it is stored if it cannot be counted. */
  private WindowActivity day(LocalDate date) {
    WindowActivity counted = during(TimeWindow.ofUtcDay(date));
    return counted.availableFrom().isEmpty()
        ? counted
        : history.wholeDay(date).map(PeriodActivity::activity).orElse(counted);
  }

  /**
   * Returns the records that neither the last {@code retention} before the last processed block nor
   * the statistics of a day need. The newest record that starts before the retention is not among
   * them, because it proves that no block is missing there. The retention ends at {@code latest} at
   * the latest: a block whose timestamp is wrong and far in the future makes no other record old.
   *
   * @param firstDay the first day whose statistics are to be stored
   * @param latest the highest timestamp that a block can have, seconds since 1970
   * @return chunk indexes, oldest first
   */
  public List<Long> olderThan(Duration retention, LocalDate firstDay, long latest) {
    long from = TimeWindow.ofLast(retention, Math.min(latest, lastTimestamp())).from();
    LocalDate firstWanted = firstDayOfChain().filter(firstDay::isBefore).orElse(firstDay);
    List<LedgerRecord> startedBefore =
        groups.stream().takeWhile(record -> record.firstTimestamp() < from).toList();
    return startedBefore.stream()
        .limit(Math.max(0, startedBefore.size() - 1))
        .filter(record -> !history.needs(record, record(record.index() + 1), firstWanted))
        .map(LedgerRecord::index)
        .toList();
  }

  private TimeWindow windowOfLast(Duration length) {
    return TimeWindow.ofLast(length, lastTimestamp());
  }

  private long lastTimestamp() {
    return last().map(LedgerRecord::lastTimestamp).orElse(0L);
  }

  /** Returns the memory of records, addresses and the address index in bytes. */
  public long bytes() {
    return groups.bytes() + history.bytes() + addresses.bytes();
  }

  /**
   * Returns an estimate of {@link #bytes} if all records and all addresses of days were in memory.
   */
  public long bytesOfAll() {
    long here = weight(true);
    long all = here + weight(false);
    return all == here
        ? bytes()
        : here == 0 ? bytes() + 2 * all : (long) ((double) bytes() * all / here);
  }

  /** Returns about how many bytes the activity of records and the addresses of days take. */
  private long weight(boolean inMemory) {
    return groups.stream()
            .filter(record -> record.isInMemory() == inMemory)
            .map(LedgerRecord::counts)
            .mapToLong(counts -> 8 * counts.transactions() + 20 * counts.addresses())
            .sum()
        + 20 * history.addressCount(inMemory);
  }

  /** Returns whether all records and all addresses of days are in memory. */
  public boolean isInMemory() {
    return newestOutline.isEmpty() && history.addressCount(false) == 0;
  }

  /**
   * Returns this ledger with the newest part of its records and of the addresses of days in memory,
   * as far as they fit. If they do not, an eighth of the limit is left free, so that not every
   * change removes something from memory.
   *
   * @param limit of {@link #bytes}
   */
  public Ledger within(long limit) {
    if (bytes() <= limit) {
      return this;
    }
    MemoryFit fit = MemoryFit.of(groups, history, firstInMemory, limit - limit / 8);
    Ledger smaller =
        new Ledger(
            addresses,
            groups.outlinedBelow(fit.firstChunk()),
            history.inMemoryFrom(fit.firstDay()),
            fit.firstChunk());
    return smaller.bytes() <= limit - limit / 16 ? smaller : smaller.rebuilt(smaller.used());
  }

  /**
   * Returns the chunk index of the newest record that is not in memory, if it fits.
   *
   * @param limit of {@link #bytes}; a quarter of it is left free
   */
  public OptionalLong nextToLoad(long limit) {
    long held = bytes();
    return newestOutline
        .filter(
            record ->
                held
                        + 16 * record.counts().transactions()
                        + 60 * record.counts().addresses()
                        + record.bytes()
                    <= limit - limit / 4)
        .stream()
        .mapToLong(LedgerRecord::index)
        .findFirst();
  }

  /**
   * Returns this ledger with the activity of {@link #nextToLoad} in memory.
   *
   * @param stored the record; ignored if it is another one by now
   */
  public Ledger loaded(StoredRecord stored) {
    ChunkRecord record = stored.record();
    if (newestOutline
        .filter(outline -> outline.index() == record.index())
        .filter(outline -> outline.lastHash().equals(record.lastHash()))
        .isEmpty()) {
      return this;
    }
    RecordGroups changed = groups.with(new LedgerRecord(record, stored.storedAt(), addresses));
    return new Ledger(
        addresses, changed, history, changed.newestOutline().isEmpty() ? 0 : record.index());
  }

  /**
   * Returns this ledger with another address index if most addresses of its index belong to removed
   * records.
   */
  public Ledger compacted() {
    if (addresses.size() < MIN_COMPACTED) {
      return this;
    }
    RoaringBitmap used = used();
    return used.getCardinality() * 2 > addresses.size() ? this : rebuilt(used);
  }

  private RoaringBitmap used() {
    return RoaringBitmap.or(groups.addresses(), history.addresses());
  }

  private Ledger rebuilt(RoaringBitmap used) {
    AddressIndex fresh = new AddressIndex(used.getCardinality());
    int[] numbers = addresses.copyTo(fresh, used);
    return new Ledger(
        fresh,
        groups.map(record -> record.renumbered(fresh, numbers)),
        history.renumbered(numbers),
        firstInMemory);
  }
}
