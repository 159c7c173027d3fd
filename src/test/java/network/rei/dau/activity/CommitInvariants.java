package network.rei.dau.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Iterator;
import network.rei.dau.activity.period.History;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.Resolution;

/** Checks the invariants of stored statistics before and after a commit. */
final class CommitInvariants {

  private CommitInvariants() {}

  static void assertKept(History before, History after) {
    for (Resolution resolution : Resolution.values()) {
      assertKept(before.periods(resolution), after.periods(resolution));
    }
    for (LocalDate day : after.daysWithAddresses()) {
      assertThat(after.wholeDay(day)).as("%s has addresses", day).isPresent();
    }
  }

  /** Compares two sorted lists in one pass, since this runs after each commit. */
  @SuppressWarnings("ReferenceEquality") // an identical object is unchanged
  private static void assertKept(
      Collection<PeriodActivity> before, Collection<PeriodActivity> after) {
    Iterator<PeriodActivity> left = before.iterator();
    PeriodActivity then = next(left);
    for (PeriodActivity now : after) {
      if (then == null || then.start() > now.start()) {
        assertThat(now.revision()).as("%s", now).isEqualTo(now.activity().complete() ? 1 : 0);
      } else {
        if (then != now) {
          assertThat(now.start()).as("%s is kept", then).isEqualTo(then.start());
          assertRevision(then, now);
        }
        then = next(left);
      }
    }
    assertThat(then).as("%s is kept", then).isNull();
  }

  private static PeriodActivity next(Iterator<PeriodActivity> left) {
    return left.hasNext() ? left.next() : null;
  }

  private static void assertRevision(PeriodActivity then, PeriodActivity now) {
    if (!then.activity().complete() && !now.activity().complete()) {
      return;
    }
    boolean otherwise =
        then.activity().complete() != now.activity().complete()
            || !then.activity().counts().equals(now.activity().counts())
            || !then.activity().span().equals(now.activity().span())
            || then.engagement().contradicts(now.engagement());
    assertThat(now.revision())
        .as("%s, before it was %s", now, then)
        .isEqualTo(then.revision() + (otherwise ? 1 : 0));
  }
}
