package network.rei.dau.http.v1.contracts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import network.rei.dau.activity.contract.ContractRetention;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.UnknownReason;
import network.rei.dau.activity.period.History;
import network.rei.dau.http.v1.view.AsOfView;

/**
 * {@code GET /api/v1/contracts/{address}/retention}: how many of the users of each ISO week used
 * the contract or the group again in a later week; newest week first.
 *
 * @param cohort {@code users} or {@code newUsers}
 * @param total the number of weeks on all pages
 */
record ContractRetentionView(
    @JsonUnwrapped AsOfView asOf,
    TargetView contract,
    String cohort,
    int total,
    List<Cohort> cohorts) {

  /** How many weeks later the users are looked for. */
  static final List<Integer> LATER = List.of(1, 2, 3, 4, 8, 12);

  /**
   * The users of a week and how many of them used the contract again. A share is a fraction of the
   * users, from 0 to 1; it is null until both weeks are complete, if the users of the later week
   * are unknown, and without users.
   *
   * @param date the Monday of the week
   * @param complete whether all blocks of the week exist and are stored, or were counted
   * @param users of the week; null if they are unknown
   * @param unknownBecause the key of an {@link UnknownReason}; null if the users are known
   * @param week1 share of the users that used the contract in the week after
   * @param week1Users the number of these users
   * @param week1AvailableFrom the day on which the week after is over; null once it is
   */
  record Cohort(
      LocalDate date,
      boolean complete,
      Long users,
      String unknownBecause,
      Double week1,
      Long week1Users,
      LocalDate week1AvailableFrom,
      Double week2,
      Long week2Users,
      LocalDate week2AvailableFrom,
      Double week3,
      Long week3Users,
      LocalDate week3AvailableFrom,
      Double week4,
      Long week4Users,
      LocalDate week4AvailableFrom,
      Double week8,
      Long week8Users,
      LocalDate week8AvailableFrom,
      Double week12,
      Long week12Users,
      LocalDate week12AvailableFrom) {}

  /** The users of a week that used the contract again in one later week. */
  private record Returned(Double share, Long users, LocalDate availableFrom) {}

  /**
   * Returns the view of one page.
   *
   * @param cohorts with the numbers of the weeks {@link #LATER}
   * @param areKnown false if new users are asked for and the nonces of the chain do not count
   *     transactions
   */
  static ContractRetentionView of(
      Ledger ledger,
      Target target,
      String cohort,
      int total,
      List<ContractRetention.Cohort> cohorts,
      boolean areKnown) {
    LocalDate today = ledger.lastDay().orElse(LocalDate.MIN);
    return new ContractRetentionView(
        AsOfView.of(ledger),
        TargetView.of(target),
        cohort,
        total,
        cohorts.stream().map(of -> cohort(of, today, areKnown)).toList());
  }

  private static Cohort cohort(ContractRetention.Cohort cohort, LocalDate today, boolean isKnown) {
    List<Returned> returned =
        IntStream.range(0, LATER.size())
            .mapToObj(
                i ->
                    returned(
                        cohort,
                        LATER.get(i),
                        isKnown ? cohort.returned().get(i) : OptionalLong.empty(),
                        today))
            .toList();
    return new Cohort(
        History.date(cohort.week().from()),
        cohort.complete(),
        isKnown && cohort.size().isPresent() ? cohort.size().getAsLong() : null,
        isKnown
            ? cohort.unknown().map(UnknownReason::key).orElse(null)
            : UnknownReason.NONCES_DO_NOT_COUNT.key(),
        returned.get(0).share(),
        returned.get(0).users(),
        returned.get(0).availableFrom(),
        returned.get(1).share(),
        returned.get(1).users(),
        returned.get(1).availableFrom(),
        returned.get(2).share(),
        returned.get(2).users(),
        returned.get(2).availableFrom(),
        returned.get(3).share(),
        returned.get(3).users(),
        returned.get(3).availableFrom(),
        returned.get(4).share(),
        returned.get(4).users(),
        returned.get(4).availableFrom(),
        returned.get(5).share(),
        returned.get(5).users(),
        returned.get(5).availableFrom());
  }

  private static Returned returned(
      ContractRetention.Cohort cohort, int later, OptionalLong users, LocalDate today) {
    if (users.isPresent()) {
      long size = cohort.size().orElseThrow();
      return new Returned(
          size == 0 ? null : (double) users.getAsLong() / size, users.getAsLong(), null);
    }
    LocalDate over = History.date(cohort.week().to()).plusWeeks(later);
    return new Returned(null, null, over.isAfter(today) ? over : null);
  }
}
