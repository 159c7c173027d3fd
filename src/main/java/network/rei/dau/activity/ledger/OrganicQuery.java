package network.rei.dau.activity.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.rule.RecordFilter;
import network.rei.dau.activity.rule.SystemRule;
import org.roaringbitmap.RoaringBitmap;

/** Counts a window over the records in memory without the transactions that meet a rule. */
final class OrganicQuery {

  private final LedgerFilter filter;
  private final List<ActivitySum> parts = new ArrayList<>();
  private final LeftOutSum leftOut;

  private OrganicQuery(LedgerFilter filter) {
    this.filter = filter;
    this.leftOut = new LeftOutSum(filter.rules());
  }

  /** Returns the activity of the records in memory of a slice. */
  static OrganicActivity answer(RecordGroups groups, WindowSlice slice, LedgerFilter filter) {
    OrganicQuery query = new OrganicQuery(filter);
    Optional<SystemRule> undecided = query.count(groups, slice);
    if (undecided.isPresent()) {
      return new OrganicActivity(Optional.empty(), LeftOut.NOTHING, undecided);
    }
    ActivitySum organic = ActivitySum.of(query.parts);
    return new OrganicActivity(
        Optional.of(organic.counts()), query.leftOut.result(organic.addresses()), Optional.empty());
  }

  /** Returns the senders in the records in memory of a slice; empty if a rule cannot decide. */
  static Optional<RoaringBitmap> senders(
      RecordGroups groups, WindowSlice slice, LedgerFilter filter) {
    OrganicQuery query = new OrganicQuery(filter);
    return query.count(groups, slice).isPresent()
        ? Optional.empty()
        : Optional.of(ActivitySum.of(query.parts).senders());
  }

  /** Counts the records of a slice; returns a rule that cannot decide. */
  private Optional<SystemRule> count(RecordGroups groups, WindowSlice slice) {
    return inSlice(groups, slice).stream()
        .flatMap(record -> count(record, slice.start(record), slice.end(record)).stream())
        .findFirst();
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

  /** Counts a part of a record; returns a rule that cannot decide. */
  private Optional<SystemRule> count(LedgerRecord record, int start, int end) {
    RecordFilter rules = filter.on(record);
    if (rules.isEmpty()) {
      parts.add(record.sum(start, end));
    } else if (rules.undecided().isEmpty()) {
      int count = filter.rules().rules().size();
      OrganicSum sum = record.organicSum(rules, count, start, end);
      parts.add(sum.organic());
      for (int rule = 0; rule < count; rule++) {
        leftOut.add(rule, sum.leftOut()[rule], sum.addresses().get(rule));
      }
    }
    return rules.undecided();
  }
}
