package network.rei.dau.activity.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.rei.dau.activity.rule.RecordFilter;
import network.rei.dau.activity.rule.SystemRule;
import org.roaringbitmap.RoaringBitmap;

/** Counts a window over the records in memory without the transactions that meet a rule. */
final class OrganicQuery {

  private final LedgerFilter filter;
  private final List<ActivitySum> parts = new ArrayList<>();

  /** For each rule the addresses of the transactions that it leaves out. */
  private final List<RoaringBitmap> addresses;

  /** For each rule the number of transactions that it leaves out. */
  private final long[] transactions;

  private OrganicQuery(LedgerFilter filter) {
    this.filter = filter;
    int rules = filter.rules().rules().size();
    this.addresses = IntStream.range(0, rules).mapToObj(rule -> new RoaringBitmap()).toList();
    this.transactions = new long[rules];
  }

  /** Returns the activity of the records in memory of a slice. */
  static OrganicActivity answer(RecordGroups groups, WindowSlice slice, LedgerFilter filter) {
    OrganicQuery query = new OrganicQuery(filter);
    List<LedgerRecord> records = inSlice(groups, slice);
    Optional<SystemRule> undecided =
        records.stream()
            .flatMap(record -> query.count(record, slice.start(record), slice.end(record)).stream())
            .findFirst();
    return undecided.isPresent()
        ? new OrganicActivity(Optional.empty(), List.of(), 0, undecided)
        : query.result();
  }

  private static List<LedgerRecord> inSlice(RecordGroups groups, WindowSlice slice) {
    List<LedgerRecord> records = new ArrayList<>();
    for (RecordGroup group : groups.all()) {
      LedgerRecord highest = group.last();
      if (slice.end(group.first()) > 0 && slice.start(highest) < highest.blockCount()) {
        group.records().stream()
            .filter(LedgerRecord::isInMemory)
            .filter(record -> slice.start(record) < slice.end(record))
            .forEach(records::add);
      }
    }
    return records;
  }

  private OrganicActivity result() {
    ActivitySum organic = ActivitySum.of(parts);
    RoaringBitmap counted = organic.addresses();
    List<SystemRule> rules = filter.rules().rules();
    List<OrganicActivity.LeftOut> leftOut =
        IntStream.range(0, rules.size())
            .mapToObj(
                rule ->
                    new OrganicActivity.LeftOut(
                        rules.get(rule),
                        transactions[rule],
                        RoaringBitmap.andNotCardinality(addresses.get(rule), counted)))
            .toList();
    RoaringBitmap all = RoaringBitmap.or(addresses.iterator());
    return new OrganicActivity(
        Optional.of(organic.counts()),
        leftOut,
        RoaringBitmap.andNotCardinality(all, counted),
        Optional.empty());
  }

  /** Counts a part of a record; returns a rule that cannot decide. */
  private Optional<SystemRule> count(LedgerRecord record, int start, int end) {
    RecordFilter rules = filter.on(record);
    if (rules.isEmpty()) {
      parts.add(record.sum(start, end));
    } else if (rules.undecided().isEmpty()) {
      OrganicSum sum = record.organicSum(rules, transactions.length, start, end);
      parts.add(sum.organic());
      for (int rule = 0; rule < transactions.length; rule++) {
        transactions[rule] += sum.leftOut()[rule];
        addresses.get(rule).or(sum.addresses().get(rule));
      }
    }
    return rules.undecided();
  }
}
