package network.rei.dau.activity.contract;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.UnknownReason;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.period.Timeline;
import org.roaringbitmap.RoaringBitmap;

/**
 * How many of the users that a contract, or several contracts together, had in an ISO week used it
 * again in a later week: from the records, and from the stored days on which the contracts are
 * tracked. Not thread-safe.
 */
public final class ContractRetention {

  /** Which users of a week are followed. */
  public enum Followed {
    /** All users. */
    USERS,
    /** The users that are new senders of the week. */
    NEW_USERS
  }

  /**
   * The users of a week.
   *
   * @param size the number of users that are followed; empty if they are unknown
   * @param complete whether all blocks of the week exist and are stored, or were counted
   * @param unknown why the users are unknown; empty if they are not
   * @param returned for each of the later weeks how many of them are among its users; empty if the
   *     users of one of the two weeks are unknown, or one of them is not complete
   */
  public record Cohort(
      TimeWindow week,
      OptionalLong size,
      boolean complete,
      Optional<UnknownReason> unknown,
      List<OptionalLong> returned) {}

  private final Ledger ledger;
  private final Followed followed;
  private final ContractDays days;
  private final Map<TimeWindow, RoaringBitmap> users = new HashMap<>();

  public ContractRetention(Ledger ledger, Collection<Address> contracts, Followed followed) {
    this.ledger = ledger;
    this.followed = followed;
    this.days = new ContractDays(ledger, contracts);
  }

  /** Returns the weeks with known blocks, newest first. */
  public List<TimeWindow> weeks() {
    List<TimeWindow> weeks =
        new Timeline(ledger)
            .windows(
                Resolution.WEEK, OptionalLong.empty(), OptionalLong.empty(), Integer.MAX_VALUE);
    return weeks.stream().sorted((one, other) -> Long.compare(other.from(), one.from())).toList();
  }

  /**
   * Returns the users of a week.
   *
   * @param later how many weeks later each week is in which they are looked for
   */
  public Cohort cohort(TimeWindow week, List<Integer> later) {
    Optional<UnknownReason> unknown = days.unknown(week);
    boolean complete = days.isComplete(week);
    if (unknown.isPresent()) {
      return new Cohort(
          week,
          OptionalLong.empty(),
          complete,
          unknown,
          later.stream().map(weeks -> OptionalLong.empty()).toList());
    }
    RoaringBitmap cohort = usersOf(week);
    if (followed == Followed.NEW_USERS) {
      NumberSet newSenders = emptySet();
      days.addNewSendersTo(week, newSenders);
      cohort = RoaringBitmap.and(cohort, bitmap(newSenders));
    }
    RoaringBitmap users = cohort;
    return new Cohort(
        week,
        OptionalLong.of(users.getCardinality()),
        complete,
        unknown,
        later.stream()
            .map(weeks -> complete ? returned(users, after(week, weeks)) : OptionalLong.empty())
            .toList());
  }

  private static TimeWindow after(TimeWindow week, int weeks) {
    long seconds = weeks * (week.to() - week.from());
    return new TimeWindow(week.from() + seconds, week.to() + seconds);
  }

  private OptionalLong returned(RoaringBitmap cohort, TimeWindow week) {
    return days.isComplete(week) && days.unknown(week).isEmpty()
        ? OptionalLong.of(RoaringBitmap.andCardinality(cohort, usersOf(week)))
        : OptionalLong.empty();
  }

  private RoaringBitmap usersOf(TimeWindow week) {
    return users.computeIfAbsent(
        week,
        asked -> {
          NumberSet found = emptySet();
          days.addTo(asked, found);
          return bitmap(found);
        });
  }

  private NumberSet emptySet() {
    return new NumberSet(ledger.addresses().size());
  }

  private static RoaringBitmap bitmap(NumberSet set) {
    RoaringBitmap bitmap = new RoaringBitmap();
    set.forEach(bitmap::add);
    return bitmap;
  }
}
