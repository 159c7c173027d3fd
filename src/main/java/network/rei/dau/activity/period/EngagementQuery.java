package network.rei.dau.activity.period;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import network.rei.dau.activity.ledger.ActivitySum;
import org.roaringbitmap.RoaringBitmap;

/** Computes the {@link Engagement} of days. */
final class EngagementQuery {

  private static final long DAY = DayLookup.SECONDS_A_DAY;

  private final DayLookup days;
  private final Set<Long> altered;

  /**
   * @param altered midnights of days whose counts or senders differ from the earlier ones
   */
  EngagementQuery(DayLookup days, Set<Long> altered) {
    this.days = days;
    this.altered = altered;
  }

  /**
   * Returns the engagement of a day that is complete or in progress.
   *
   * @param start its midnight, seconds since 1970
   * @param earlier the stored engagement; its values stay if they depend on unaltered days whose
   *     addresses are not stored any more
   */
  Engagement of(long start, Engagement earlier) {
    Inputs day = new Inputs().inProgress(start);
    Inputs week = new Inputs().days(start, -(Engagement.WEEK - 1), -1).inProgress(start);
    Inputs month = new Inputs().days(start, -(Engagement.MONTH - 1), -1).inProgress(start);
    Inputs before = new Inputs().days(start, -Engagement.WEEK, -1);
    return new Engagement(
        week.value(earlier.weeklyAddresses(), sums -> united(sums, ActivitySum::addresses)),
        week.value(earlier.weeklySenders(), sums -> united(sums, ActivitySum::senders)),
        month.value(earlier.monthlyAddresses(), sums -> united(sums, ActivitySum::addresses)),
        month.value(earlier.monthlySenders(), sums -> united(sums, ActivitySum::senders)),
        day.and(before).value(earlier.returning(), EngagementQuery::returning),
        day.and(before).value(earlier.resurrected(), EngagementQuery::resurrected),
        new Inputs()
            .days(start, -Engagement.WEEK, 0)
            .value(earlier.churned(), EngagementQuery::churned),
        retained(start, 1, earlier.retained1()),
        retained(start, 7, earlier.retained7()),
        retained(start, Engagement.LAST_RETENTION, earlier.retained30()));
  }

  /**
   * Returns the engagement of a complete day with the values that were unknown and can be computed
   * now; the known ones stay.
   *
   * @param start its midnight, seconds since 1970
   */
  Engagement completed(long start, Engagement known) {
    boolean isComplete =
        List.of(
                known.weeklyAddresses(),
                known.weeklySenders(),
                known.monthlyAddresses(),
                known.monthlySenders(),
                known.returning(),
                known.resurrected(),
                known.churned(),
                known.retained1(),
                known.retained7(),
                known.retained30())
            .stream()
            .allMatch(OptionalLong::isPresent);
    return isComplete || !couldAdd(start, known) ? known : of(start, known);
  }

  /** Returns whether all days are known that an unknown value depends on, without counting. */
  private boolean couldAdd(long start, Engagement known) {
    return (known.weeklySenders().isEmpty() && isAvailable(start, -(Engagement.WEEK - 1), 0))
        || (known.monthlySenders().isEmpty() && isAvailable(start, -(Engagement.MONTH - 1), 0))
        || (known.churned().isEmpty() && isAvailable(start, -Engagement.WEEK, 0))
        || (known.retained1().isEmpty() && isAvailable(start, 0, 0) && isAvailable(start, 1, 1))
        || (known.retained7().isEmpty() && isAvailable(start, 0, 0) && isAvailable(start, 7, 7))
        || (known.retained30().isEmpty()
            && isAvailable(start, 0, 0)
            && isAvailable(start, Engagement.LAST_RETENTION, Engagement.LAST_RETENTION));
  }

  private boolean isAvailable(long start, int first, int last) {
    Inputs inputs = new Inputs().days(start, first, last);
    return !inputs.unknown && !inputs.withoutAddresses;
  }

  private OptionalLong retained(long start, int after, OptionalLong earlier) {
    return new Inputs()
        .days(start, 0, 0)
        .days(start, after, after)
        .value(
            earlier,
            sums -> RoaringBitmap.andCardinality(sums.get(0).newSenders(), sums.get(1).senders()));
  }

  private static long united(List<ActivitySum> sums, Function<ActivitySum, RoaringBitmap> which) {
    return RoaringBitmap.or(sums.stream().map(which).iterator()).getLongCardinality();
  }

  /**
   * Returns the returning senders.
   *
   * @param sums of the day and of the days before
   */
  private static long returning(List<ActivitySum> sums) {
    return RoaringBitmap.andCardinality(notNew(sums.get(0)), senders(sums.subList(1, sums.size())));
  }

  private static long resurrected(List<ActivitySum> sums) {
    return RoaringBitmap.andNotCardinality(
        notNew(sums.get(0)), senders(sums.subList(1, sums.size())));
  }

  /**
   * Returns the churned senders.
   *
   * @param sums from D-7 to D
   */
  private static long churned(List<ActivitySum> sums) {
    return RoaringBitmap.andNotCardinality(
        sums.get(0).senders(), senders(sums.subList(1, sums.size())));
  }

  private static RoaringBitmap notNew(ActivitySum day) {
    return RoaringBitmap.andNot(day.senders(), day.newSenders());
  }

  private static RoaringBitmap senders(List<ActivitySum> sums) {
    return RoaringBitmap.or(sums.stream().map(ActivitySum::senders).iterator());
  }

  /** The days that a value depends on, in the order in which they were added. */
  private final class Inputs {

    private final List<ActivitySum> sums = new ArrayList<>();
    private boolean unknown;
    private boolean withoutAddresses;
    private boolean outdated;

    /** Adds days that must be complete. */
    Inputs days(long start, int first, int last) {
      for (int i = first; i <= last && !unknown; i++) {
        take(start + i * DAY, false);
      }
      return this;
    }

    /** Adds a day that may be in progress. */
    Inputs inProgress(long start) {
      if (!unknown) {
        take(start, true);
      }
      return this;
    }

    Inputs and(Inputs others) {
      Inputs both = new Inputs();
      both.sums.addAll(sums);
      both.sums.addAll(others.sums);
      both.unknown = unknown || others.unknown;
      both.withoutAddresses = withoutAddresses || others.withoutAddresses;
      both.outdated = outdated || others.outdated;
      return both;
    }

    private void take(long start, boolean mayBeInProgress) {
      DayLookup.Day day = days.day(start);
      outdated |= altered.contains(start);
      unknown |= !(day.isWhole() || (mayBeInProgress && day.period().activity().isKnown()));
      withoutAddresses |= day.sum().isEmpty();
      day.sum().ifPresent(sums::add);
    }

    OptionalLong value(OptionalLong earlier, ToLongFunction<List<ActivitySum>> count) {
      if (unknown || (withoutAddresses && outdated)) {
        return OptionalLong.empty();
      }
      return withoutAddresses ? earlier : OptionalLong.of(count.applyAsLong(sums));
    }
  }
}
