package network.rei.dau.activity.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.period.DayLookup;
import network.rei.dau.activity.period.History;
import org.roaringbitmap.RoaringBitmap;

/**
 * The newest part of the records and of the addresses of days that fits into a limit.
 *
 * @param firstChunk the index of the lowest chunk whose record is in memory
 * @param firstDay the start of the first day whose addresses are in memory
 */
record MemoryFit(long firstChunk, long firstDay) {

  /** A record or the addresses of a day. */
  private record Part(long time, boolean isDay, long key, long bytes, List<RoaringBitmap> sets) {}

  /**
   * Computes what fits. Parts are added from the newest to the oldest, with the memory that the
   * address index needs for all of their addresses.
   *
   * @param firstInMemory the index of the lowest chunk whose record is in memory now
   */
  static MemoryFit of(RecordGroups groups, History history, long firstInMemory, long limit) {
    List<Part> parts = new ArrayList<>();
    groups.stream().filter(LedgerRecord::isInMemory).map(MemoryFit::part).forEach(parts::add);
    NavigableSet<Long> days = history.daysInMemory();
    days.forEach(day -> parts.add(part(history, day)));
    parts.sort(Comparator.comparingLong(Part::time).reversed());
    long bytes = groups.stream().map(LedgerRecord::outline).mapToLong(LedgerRecord::bytes).sum();
    RoaringBitmap addresses = new RoaringBitmap();
    int fitting = 0;
    while (fitting < parts.size()) {
      Part part = parts.get(fitting);
      part.sets().forEach(addresses::or);
      bytes += part.bytes();
      if (bytes + AddressIndex.bytesFor(addresses.getCardinality()) > limit) {
        break;
      }
      fitting++;
    }
    List<Part> left = parts.subList(0, fitting);
    boolean allRecords = parts.stream().skip(fitting).allMatch(Part::isDay);
    long afterLast = groups.last().map(last -> last.index() + 1).orElse(0L);
    return new MemoryFit(
        allRecords ? firstInMemory : lowest(left, false, afterLast),
        lowest(left, true, days.isEmpty() ? Long.MIN_VALUE : days.last() + 1));
  }

  private static long lowest(List<Part> parts, boolean days, long none) {
    return parts.stream()
        .filter(part -> part.isDay() == days)
        .mapToLong(Part::key)
        .min()
        .orElse(none);
  }

  private static Part part(LedgerRecord record) {
    return new Part(
        record.lastTimestamp(),
        false,
        record.index(),
        record.bytes() - record.outline().bytes(),
        List.of(record.sum().senders(), record.sum().recipients()));
  }

  private static Part part(History history, long day) {
    return new Part(
        day + DayLookup.SECONDS_A_DAY,
        true,
        day,
        history.bytesOf(day),
        List.of(history.addressesOf(day)));
  }
}
