package network.rei.dau.activity.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.ledger.count.OrganicActivity;
import network.rei.dau.activity.rule.RecordFilter;
import network.rei.dau.activity.rule.SystemRule;
import network.rei.dau.activity.rule.SystemRules;
import org.roaringbitmap.RoaringBitmap;

/**
 * Rules for the records of a ledger. Several threads may use {@link #on} and {@link #leftOut}, one
 * the other methods.
 */
public final class LedgerFilter {

  private final SystemRules rules;
  private final RecordGroups groups;
  private final RecordCache cache;

  /** The numbers of the addresses of the rules, as far as they are in the index. */
  private final Map<Address, Integer> numbers = new HashMap<>();

  /** Computed by the first request. */
  private OptionalLong decidedFrom;

  LedgerFilter(SystemRules rules, RecordGroups groups, AddressIndex addresses, RecordCache cache) {
    this.rules = rules;
    this.groups = groups;
    this.cache = cache;
    for (SystemRule rule : rules.rules()) {
      rule.from().forEach(address -> find(address, addresses));
      rule.to().forEach(address -> find(address, addresses));
    }
  }

  private void find(Address address, AddressIndex addresses) {
    int number = addresses.find(address.toBytes(), 0);
    if (number >= 0) {
      numbers.put(address, number);
    }
  }

  /** Returns the rules, whose places are the numbers that a {@link RecordFilter} gives. */
  public SystemRules rules() {
    return rules;
  }

  /**
   * Returns the filter of a record of the ledger, which is asked with the places that {@link
   * LedgerRecord#forEachTransaction} gives.
   *
   * @throws IllegalStateException if the record is not in memory
   */
  public RecordFilter on(LedgerRecord record) {
    return rules.isEmpty() ? RecordFilter.NONE : record.filter(rules, numbers::get);
  }

  /**
   * Returns the transactions of a record of the ledger that meet a rule.
   *
   * @throws IllegalStateException if the record is not in memory
   */
  public LeftOutTransactions leftOut(LedgerRecord record) {
    return leftOut(record, 0, record.blockCount());
  }

  /** Returns the transactions of the blocks at the places {@code [start, end)} of a record. */
  LeftOutTransactions leftOut(LedgerRecord record, int start, int end) {
    if (rules.isEmpty()) {
      return LeftOutTransactions.NONE;
    }
    return end - start < record.blockCount()
        ? compute(record, start, end)
        : cache.get(
            record.activityInMemory().orElseThrow().id(),
            rules,
            LeftOutTransactions.class,
            () -> compute(record, start, end));
  }

  private LeftOutTransactions compute(LedgerRecord record, int start, int end) {
    return record.leftOut(on(record), rules.rules().size(), start, end);
  }

  /**
   * Returns the senders of the blocks of a window that are in memory, without those that only sent
   * transactions that meet a rule; empty if a rule cannot decide.
   */
  public Optional<RoaringBitmap> senders(Window window) {
    return OrganicQuery.senders(groups, WindowSlice.of(window), this);
  }

  /**
   * Returns the activity of the blocks of a window that are in memory, without the transactions
   * that meet a rule.
   */
  public OrganicActivity organic(Window window) {
    return OrganicQuery.answer(groups, WindowSlice.of(window), this);
  }

  /**
   * Returns the first time from which the rules can decide for all records in memory, seconds since
   * 1970; empty if they can for all of them, and if there is no such time yet, because the blocks
   * that are added to the newest record will lack the same details.
   */
  public OptionalLong decidedFrom() {
    if (decidedFrom == null) {
      decidedFrom =
          groups.timeAfterLast(
              record -> record.isInMemory() && leftOut(record).undecided().isPresent());
    }
    return decidedFrom;
  }
}
