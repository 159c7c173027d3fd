package network.rei.dau.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;

/** What holds of what is kept before and after any commit. */
final class CommitRules {

  private CommitRules() {}

  static void assertKept(History before, History after) {
    for (Resolution resolution : Resolution.values()) {
      for (PeriodActivity then : before.periods(resolution)) {
        assertThat(after.period(resolution, then.start())).as("%s is kept", then).isPresent();
      }
      for (PeriodActivity now : after.periods(resolution)) {
        assertRevision(before.period(resolution, now.start()), now);
      }
    }
    for (LocalDate day : after.daysWithAddresses()) {
      assertThat(after.wholeDay(day)).as("%s has addresses", day).isPresent();
    }
  }

  private static void assertRevision(Optional<PeriodActivity> before, PeriodActivity now) {
    if (before.isEmpty()) {
      assertThat(now.revision()).as("%s", now).isEqualTo(now.activity().complete() ? 1 : 0);
      return;
    }
    PeriodActivity then = before.get();
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
