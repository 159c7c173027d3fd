package network.rei.dau.activity.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import network.rei.dau.activity.DailyActivityFixture;
import network.rei.dau.activity.DailyActivityHistories;
import network.rei.dau.activity.RandomCalendars;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.UnknownReason;
import network.rei.dau.activity.period.PeriodCalendar;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.rule.SystemRules;

/** Every number of a contract over time is as by going through all blocks, or it is null. */
class ContractTimelinePropertyTest {

  private static final Set<Integer> LABELLED = Set.of(3, 4, 5, 99);
  private static final List<Integer> LATER = List.of(1, 2, 4);

  @Property(tries = 4)
  void shouldFollowContractsBeyondTheRecords(
      @ForAll(supplier = DailyActivityHistories.InMemory.class) DailyActivityFixture fixture) {
    shouldFollow(fixture);
  }

  @Property(tries = 3)
  void shouldFollowContractsBeyondTheRecordsInLittleMemory(
      @ForAll(supplier = DailyActivityHistories.InLittleMemory.class)
          DailyActivityFixture fixture) {
    shouldFollow(fixture);
  }

  private static void shouldFollow(DailyActivityFixture fixture) {
    Random random = fixture.random();
    fixture.track(
        new ContractTracking(() -> LABELLED.stream().map(RawBlock::address).toList(), 4, 100));
    long newest = fixture.firstChunk();
    for (int step = 0; step < 40; step++) {
      switch (random.nextInt(9)) {
        case 0 -> fixture.prune();
        case 1 -> fixture.deleteOldAddresses();
        case 2 -> fixture.fork();
        case 3 -> {
          long from =
              fixture.firstChunk() + random.nextInt((int) (newest - fixture.firstChunk()) + 1);
          LongStream.rangeClosed(from, Math.min(newest, from + 30)).forEach(fixture::enter);
        }
        default -> {
          for (int i = 0; i < 10 && newest < fixture.lastChunk(); i++) {
            if (random.nextInt(40) > 0) {
              fixture.enter(newest);
            }
            newest++;
          }
        }
      }
      if (step % 10 == 9) {
        assertTrueOrUnknown(fixture, contracts(random));
      }
    }
  }

  private static Set<Integer> contracts(Random random) {
    Set<Integer> contracts =
        random
            .ints(1 + random.nextInt(3), 0, 25)
            .boxed()
            .collect(Collectors.toCollection(HashSet::new));
    if (random.nextBoolean()) {
      contracts.clear();
      contracts.addAll(List.copyOf(LABELLED).subList(0, 1 + random.nextInt(3)));
    }
    return contracts;
  }

  private static void assertTrueOrUnknown(DailyActivityFixture fixture, Set<Integer> contracts) {
    Ledger ledger = fixture.ledger();
    if (ledger.isEmpty()) {
      return;
    }
    List<RawBlock> blocks = fixture.committedBlocks();
    List<Address> addresses = contracts.stream().map(RawBlock::address).toList();
    PeriodCalendar calendar = RandomCalendars.any(fixture.random());
    for (Resolution resolution : List.of(Resolution.DAY, Resolution.WEEK, Resolution.MONTH)) {
      for (ContractSeries.Metric metric : ContractSeries.Metric.values()) {
        ContractTimeline timeline =
            new ContractTimeline(
                ledger, addresses, metric, resolution, calendar, ledger.filter(SystemRules.NONE));
        List<ContractTimeline.Point> points =
            timeline.points(OptionalLong.of(0), OptionalLong.empty(), Integer.MAX_VALUE);
        for (ContractTimeline.Point point : points) {
          List<RawBlock> inside = inside(blocks, point.window());
          assertThat(point.value().isPresent()).isEqualTo(point.unknown().isEmpty());
          if (point.complete()) {
            assertThat(inside).isEqualTo(inside(fixture.chain(), point.window()));
          }
          point
              .value()
              .ifPresent(
                  value ->
                      assertThat(value)
                          .as("%s of %s in %s of %s", metric, contracts, point, fixture)
                          .isEqualTo(value(metric, inside, contracts)));
          assertThat(calendar.around(resolution, point.window().from())).isEqualTo(point.window());
          if (calendar.isUtc()
              && point.complete()
              && areTracked(ledger, point.window(), addresses)) {
            assertThat(point.value()).as("%s", point.unknown()).isPresent();
          }
          if (point.unknown().equals(Optional.of(UnknownReason.NOT_TRACKED))) {
            assertThat(areTracked(ledger, point.window(), addresses)).isFalse();
          }
        }
        if (timeline.availableFrom().isPresent()) {
          long from = timeline.availableFrom().getAsLong();
          assertThat(points)
              .filteredOn(point -> point.window().from() >= from && point.complete())
              .allSatisfy(point -> assertThat(point.value()).isPresent());
        }
      }
    }
    assertRetention(fixture, contracts, blocks);
  }

  private static void assertRetention(
      DailyActivityFixture fixture, Set<Integer> contracts, List<RawBlock> blocks) {
    List<Address> addresses = contracts.stream().map(RawBlock::address).toList();
    for (ContractRetention.Followed followed : ContractRetention.Followed.values()) {
      ContractRetention retention = new ContractRetention(fixture.ledger(), addresses, followed);
      Map<TimeWindow, ContractRetention.Cohort> cohorts = new HashMap<>();
      for (TimeWindow week : retention.weeks()) {
        cohorts.put(week, retention.cohort(week, LATER));
      }
      cohorts.forEach(
          (week, cohort) -> {
            List<RawBlock> inside = inside(blocks, week);
            Set<Integer> users = users(inside, contracts);
            if (followed == ContractRetention.Followed.NEW_USERS) {
              users.retainAll(newSenders(inside));
            }
            assertThat(cohort.size().isPresent()).isEqualTo(cohort.unknown().isEmpty());
            cohort.size().ifPresent(size -> assertThat(size).isEqualTo(users.size()));
            for (int i = 0; i < LATER.size(); i++) {
              long after = week.from() + LATER.get(i) * (week.to() - week.from());
              ContractRetention.Cohort later = cohorts.get(Resolution.WEEK.around(after));
              boolean known =
                  later != null
                      && cohort.complete()
                      && later.complete()
                      && cohort.size().isPresent()
                      && later.size().isPresent();
              Set<Integer> again = users(inside(blocks, Resolution.WEEK.around(after)), contracts);
              again.retainAll(users);
              assertThat(cohort.returned().get(i))
                  .isEqualTo(known ? OptionalLong.of(again.size()) : OptionalLong.empty());
            }
          });
    }
  }

  /** Returns whether all contracts are tracked on all days of a window. */
  private static boolean areTracked(Ledger ledger, TimeWindow window, List<Address> contracts) {
    return Resolution.DAY.in(window).stream()
        .allMatch(
            day ->
                ledger
                    .history()
                    .callsOf(day.from())
                    .filter(
                        calls ->
                            contracts.stream()
                                .map(contract -> ledger.addresses().find(contract.toBytes(), 0))
                                .allMatch(number -> number >= 0 && calls.entryOf(number) >= 0))
                    .isPresent());
  }

  private static List<RawBlock> inside(List<RawBlock> blocks, TimeWindow window) {
    return blocks.stream()
        .filter(block -> window.from() <= block.timestamp() && block.timestamp() < window.to())
        .toList();
  }

  private static List<RawTransaction> calls(List<RawBlock> blocks, Set<Integer> contracts) {
    return blocks.stream()
        .flatMap(block -> block.transactions().stream())
        .filter(
            transaction ->
                transaction.to() != null
                    && contracts.contains(transaction.to())
                    && transaction.details() != null
                    && transaction.details().hasInput())
        .toList();
  }

  private static Set<Integer> users(List<RawBlock> blocks, Set<Integer> contracts) {
    return calls(blocks, contracts).stream()
        .map(RawTransaction::from)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Set<Integer> newSenders(List<RawBlock> blocks) {
    return blocks.stream()
        .flatMap(block -> block.transactions().stream())
        .filter(transaction -> transaction.nonce() == 0)
        .map(RawTransaction::from)
        .collect(Collectors.toSet());
  }

  private static long value(
      ContractSeries.Metric metric, List<RawBlock> blocks, Set<Integer> contracts) {
    Set<Integer> users = users(blocks, contracts);
    return switch (metric) {
      case TRANSACTIONS -> calls(blocks, contracts).size();
      case USERS -> users.size();
      case NEW_USERS -> {
        users.retainAll(newSenders(blocks));
        yield users.size();
      }
    };
  }
}
