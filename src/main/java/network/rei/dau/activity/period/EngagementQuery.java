package network.rei.dau.activity.period;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import network.rei.dau.activity.ledger.ActivitySum;
import org.roaringbitmap.RoaringBitmap;

/** Counts the {@link Engagement} of days. */
final class EngagementQuery {

  private static final long DAY = DayLookup.SECONDS_A_DAY;

  private final DayLookup days;
  private final Set<Long> altered;

  /**
   * @param altered midnights of days with other numbers than before
   */
  EngagementQuery(DayLookup days, Set<Long> altered) {
    this.days = days;
    this.altered = altered;
  }

  /**
   * The engagement of a day that is whole or under way.
   *
   * @param start its midnight, in seconds since 1970
   * @param held what was known before: it stays where the days that it came from are as they were,
   *     but their addresses are not kept any more
   */
  Engagement of(long start, Engagement held) {
    Inputs day = new Inputs().underWay(start);
    Inputs week = new Inputs().days(start, -(Engagement.WEEK - 1), -1).underWay(start);
    Inputs month = new Inputs().days(start, -(Engagement.MONTH - 1), -1).underWay(start);
    Inputs before = new Inputs().days(start, -Engagement.WEEK, -1);
    return new Engagement(
        week.value(held.weeklyAddresses(), sums -> united(sums, ActivitySum::addresses)),
        week.value(held.weeklySenders(), sums -> united(sums, ActivitySum::senders)),
        month.value(held.monthlyAddresses(), sums -> united(sums, ActivitySum::addresses)),
        month.value(held.monthlySenders(), sums -> united(sums, ActivitySum::senders)),
        day.and(before).value(held.returning(), EngagementQuery::returning),
        day.and(before).value(held.resurrected(), EngagementQuery::resurrected),
        new Inputs()
            .days(start, -Engagement.WEEK, 0)
            .value(held.churned(), EngagementQuery::churned),
        retained(start, 1, held.retained1()),
        retained(start, 7, held.retained7()),
        retained(start, Engagement.LAST_RETENTION, held.retained30()));
  }

  private OptionalLong retained(long start, int after, OptionalLong held) {
    return new Inputs()
        .days(start, 0, 0)
        .days(start, after, after)
        .value(
            held,
            sums -> RoaringBitmap.andCardinality(sums.get(0).newSenders(), sums.get(1).senders()));
  }

  private static long united(List<ActivitySum> sums, Function<ActivitySum, RoaringBitmap> which) {
    return RoaringBitmap.or(sums.stream().map(which).iterator()).getLongCardinality();
  }

  /**
   * @param sums of the day and of those before
   */
  private static long returning(List<ActivitySum> sums) {
    return RoaringBitmap.andCardinality(notNew(sums.get(0)), senders(sums.subList(1, sums.size())));
  }

  private static long resurrected(List<ActivitySum> sums) {
    return RoaringBitmap.andNotCardinality(
        notNew(sums.get(0)), senders(sums.subList(1, sums.size())));
  }

  /**
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

  /** The days that a value is made of, in the order in which they were named. */
  private final class Inputs {

    private final List<ActivitySum> sums = new ArrayList<>();
    private boolean unknown;
    private boolean forgotten;
    private boolean outdated;

    /** Days that must be whole. */
    Inputs days(long start, int first, int last) {
      for (int i = first; i <= last && !unknown; i++) {
        take(start + i * DAY, false);
      }
      return this;
    }

    /** A day that may be under way. */
    Inputs underWay(long start) {
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
      both.forgotten = forgotten || others.forgotten;
      both.outdated = outdated || others.outdated;
      return both;
    }

    private void take(long start, boolean part) {
      DayLookup.Day day = days.day(start);
      outdated |= altered.contains(start);
      unknown |= !(day.isWhole() || (part && day.period().activity().isKnown()));
      forgotten |= day.sum().isEmpty();
      day.sum().ifPresent(sums::add);
    }

    OptionalLong value(OptionalLong held, ToLongFunction<List<ActivitySum>> count) {
      if (unknown || (forgotten && outdated)) {
        return OptionalLong.empty();
      }
      return forgotten ? held : OptionalLong.of(count.applyAsLong(sums));
    }
  }
}
