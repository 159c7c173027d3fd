package network.rei.dau.storage.jdbc;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.contract.DayCalls;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.TrafficCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.Engagement;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.Resolution;

/** Periods and days of a made-up chain; the same arguments make the same. */
public final class PeriodFixtures {

  private static final TrafficCounts UNKNOWN =
      new TrafficCounts(
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          OptionalLong.empty());

  private PeriodFixtures() {}

  /** A whole hour, of which only the counts are known. */
  public static PeriodActivity hour(int number) {
    return new PeriodActivity(
        Resolution.HOUR,
        new WindowActivity(
            Resolution.HOUR.around(number * 3600L),
            new ActivityCounts(1, 2, 3, 4, 5, 6, 7, UNKNOWN),
            Optional.empty(),
            1,
            OptionalLong.of(0),
            true),
        1,
        Engagement.NONE);
  }

  /**
   * The period that holds New Year 2024, with another number wherever one may stand.
   *
   * @param revision also makes the counts of revisions differ
   */
  public static PeriodActivity everythingKnown(Resolution resolution, int revision) {
    long base = 10_000_000_000L * revision;
    return new PeriodActivity(
        resolution,
        new WindowActivity(
            resolution.around(1_704_067_200),
            new ActivityCounts(
                base + 1,
                base + 2,
                base + 3,
                base + 4,
                base + 5,
                base + 6,
                base + 7,
                new TrafficCounts(
                    OptionalLong.of(base + 24),
                    OptionalLong.of(base + 25),
                    Optional.of(BigInteger.TWO.pow(100).add(BigInteger.valueOf(base))),
                    OptionalLong.of(base + 26),
                    OptionalLong.of(base + 27))),
            Optional.of(
                new WindowActivity.Span(new BlockRange(base + 8, base + 9), base + 10, base + 11)),
            12,
            OptionalLong.of(base + 13),
            true),
        revision,
        engagement(LongStream.rangeClosed(base + 14, base + 23).boxed().toArray(Long[]::new)));
  }

  /** A part of a day, of which of all that need not be known only one number is: {@code known}. */
  public static PeriodActivity dayOfWhichOnlyOneIsKnown(int known) {
    Long[] values = new Long[15];
    if (known > 0) {
      values[known - 1] = 0L;
    }
    return new PeriodActivity(
        Resolution.DAY,
        new WindowActivity(
            Resolution.DAY.around(known * 86_400L),
            new ActivityCounts(
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                new TrafficCounts(
                    optional(values[10]),
                    optional(values[11]),
                    Optional.ofNullable(values[12]).map(BigInteger::valueOf),
                    optional(values[13]),
                    optional(values[14]))),
            Optional.empty(),
            0,
            known == 0 ? OptionalLong.of(0) : OptionalLong.empty(),
            false),
        0,
        engagement(values));
  }

  /** With one address, which sent. */
  public static DayAddresses day(int number) {
    return new DayAddresses(
        LocalDate.ofEpochDay(number), new byte[Address.BYTES], new byte[] {DayAddresses.SENDER});
  }

  /** With so many addresses in all roles. */
  public static DayAddresses day(int number, int addresses) {
    byte[] table = new byte[addresses * Address.BYTES];
    byte[] roles = new byte[addresses];
    for (int i = 0; i < addresses; i++) {
      table[i * Address.BYTES] = (byte) (i + 100);
      table[(i + 1) * Address.BYTES - 1] = (byte) -i;
      roles[i] = new byte[] {1, 2, 3, 5, 7}[i % 5];
    }
    return new DayAddresses(LocalDate.ofEpochDay(number), table, roles);
  }

  /** With contracts, of which the first has no calls and the last all senders as its users. */
  public static DayAddresses dayWithCalls(int number, int addresses, int contracts) {
    DayAddresses day = day(number, addresses);
    int[] senders =
        IntStream.range(0, addresses)
            .filter(place -> (day.roles()[place] & DayAddresses.SENDER) != 0)
            .toArray();
    byte[] table = new byte[contracts * Address.BYTES];
    int[] transactions = new int[contracts];
    int[][] users = new int[contracts][];
    for (int i = 0; i < contracts; i++) {
      table[i * Address.BYTES] = (byte) i;
      users[i] = Arrays.copyOf(senders, i * senders.length / Math.max(1, contracts - 1));
      transactions[i] = users[i].length * (i + 1);
    }
    return new DayAddresses(
        day.date(),
        day.table(),
        day.roles(),
        Optional.of(new DayCalls(table, transactions, users)));
  }

  private static OptionalLong optional(Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static Engagement engagement(Long... values) {
    OptionalLong[] all =
        Arrays.stream(values).map(PeriodFixtures::optional).toArray(OptionalLong[]::new);
    return new Engagement(
        all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7], all[8], all[9]);
  }
}
