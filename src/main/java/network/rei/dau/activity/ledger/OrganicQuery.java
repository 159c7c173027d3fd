package network.rei.dau.activity.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.rei.dau.activity.ledger.count.LeftOut;
import network.rei.dau.activity.ledger.count.OrganicActivity;
import network.rei.dau.activity.rule.SystemRule;
import org.roaringbitmap.RoaringBitmap;

/**
 * Counts a window over the records in memory without the transactions that meet a rule: the sums of
 * all transactions, which groups of records keep, less what the window has only because of these.
 */
final class OrganicQuery {

  /** The blocks of a record that lie in the window. */
  private record Part(ActivitySum all, LeftOutTransactions leftOut) {}

  private final WindowSlice slice;
  private final LedgerFilter filter;

  /** The sums of all transactions. */
  private final List<ActivitySum> sums = new ArrayList<>();

  private final List<Part> parts = new ArrayList<>();

  private OrganicQuery(RecordGroups groups, WindowSlice slice, LedgerFilter filter) {
    this.slice = slice;
    this.filter = filter;
    groups.all().forEach(this::add);
  }

  /** Returns the activity of the records in memory of a slice. */
  static OrganicActivity answer(RecordGroups groups, WindowSlice slice, LedgerFilter filter) {
    OrganicQuery query = new OrganicQuery(groups, slice, filter);
    Optional<SystemRule> undecided = query.undecided();
    if (undecided.isPresent()) {
      return new OrganicActivity(Optional.empty(), LeftOut.NOTHING, undecided);
    }
    ActivitySum organic = query.organic();
    LeftOutSum leftOut = new LeftOutSum(filter.rules());
    query.parts.forEach(part -> part.leftOut().addTo(leftOut));
    return new OrganicActivity(
        Optional.of(organic.counts()), leftOut.result(organic.addresses()), Optional.empty());
  }

  /** Returns the senders in the records in memory of a slice; empty if a rule cannot decide. */
  static Optional<RoaringBitmap> senders(
      RecordGroups groups, WindowSlice slice, LedgerFilter filter) {
    OrganicQuery query = new OrganicQuery(groups, slice, filter);
    return query.undecided().isPresent()
        ? Optional.empty()
        : Optional.of(query.organic().senders());
  }

  private void add(RecordGroup group) {
    if (group.isOutside(slice)) {
      return;
    }
    boolean whole = group.isWithin(slice);
    for (LedgerRecord record : group.records()) {
      int start = slice.start(record);
      int end = slice.end(record);
      if (record.isInMemory() && start < end) {
        Part part = new Part(record.sum(start, end), filter.leftOut(record, start, end));
        parts.add(part);
        if (!whole) {
          sums.add(part.all());
        }
      }
    }
    if (whole) {
      sums.add(group.sum());
    }
  }

  private Optional<SystemRule> undecided() {
    return parts.stream().flatMap(part -> part.leftOut().undecided().stream()).findFirst();
  }

  private ActivitySum organic() {
    ActivitySum all = ActivitySum.of(sums);
    return new ActivitySum(
        all.blocks(),
        all.transactions() - parts.stream().mapToLong(p -> p.leftOut().transactions()).sum(),
        all.contractCreations() - parts.stream().mapToLong(p -> p.leftOut().creations()).sum(),
        all.traffic()
            .withEmptyBlocks(
                all.traffic().emptyBlocks().orElseThrow()
                    + parts.stream().mapToLong(p -> p.leftOut().emptiedBlocks()).sum()),
        without(all, ActivitySum::senders, LeftOutTransactions::lostSenders),
        without(all, ActivitySum::recipients, LeftOutTransactions::lostRecipients),
        without(all, ActivitySum::newSenders, LeftOutTransactions::lostNewSenders));
  }

  /** Returns a set of the window without the addresses that are lost in each record with them. */
  private RoaringBitmap without(
      ActivitySum all,
      Function<ActivitySum, RoaringBitmap> set,
      Function<LeftOutTransactions, RoaringBitmap> lostHere) {
    RoaringBitmap lost =
        RoaringBitmap.or(parts.stream().map(part -> lostHere.apply(part.leftOut())).iterator());
    for (Part part : parts) {
      if (lost.isEmpty()) {
        return set.apply(all);
      }
      RoaringBitmap kept = RoaringBitmap.and(lost, set.apply(part.all()));
      kept.andNot(lostHere.apply(part.leftOut()));
      lost.andNot(kept);
    }
    return RoaringBitmap.andNot(set.apply(all), lost);
  }
}
