package network.rei.dau.activity.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import network.rei.dau.activity.DailyActivityFixture;
import network.rei.dau.activity.DailyActivityHistories;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.Resolution;

/** Every stored set of users is as by going through all blocks of the day one by one. */
class DayTrackingPropertyTest {

  private static final int FROM_USERS = 3;
  private static final Set<Integer> LABELLED = Set.of(3, 4, 5, 99);

  @Property(tries = 4)
  void shouldStoreTheUsersOfTrackedContracts(
      @ForAll(supplier = DailyActivityHistories.InMemory.class) DailyActivityFixture fixture) {
    shouldStoreTheUsers(fixture);
  }

  @Property(tries = 3)
  void shouldStoreTheUsersOfTrackedContractsIfRecordsLeaveMemory(
      @ForAll(supplier = DailyActivityHistories.InLittleMemory.class)
          DailyActivityFixture fixture) {
    shouldStoreTheUsers(fixture);
  }

  private static void shouldStoreTheUsers(DailyActivityFixture fixture) {
    Random random = fixture.random();
    int max = random.nextInt(3) == 0 ? 2 + random.nextInt(8) : 100;
    fixture.track(
        new ContractTracking(
            () -> LABELLED.stream().map(RawBlock::address).toList(), FROM_USERS, max));
    long newest = fixture.firstChunk();
    for (int step = 0; step < 40; step++) {
      switch (random.nextInt(8)) {
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
            fixture.enter(newest++);
          }
        }
      }
      if (step % 8 == 7) {
        assertTrueOrAbsent(fixture, max);
      }
    }
  }

  private static void assertTrueOrAbsent(DailyActivityFixture fixture, int max) {
    Ledger ledger = fixture.ledger();
    for (PeriodActivity day : ledger.history().periods(Resolution.DAY)) {
      List<RawBlock> blocks =
          fixture
              .blocksOfDays(day.window())
              .filter(block -> contains(day.window(), block.timestamp()))
              .toList();
      Map<Address, Set<Address>> users = users(blocks);
      ledger
          .history()
          .callsOf(day.start())
          .ifPresentOrElse(
              calls -> {
                assertThat(day.activity().complete()).isTrue();
                assertThat(calls.size()).isLessThanOrEqualTo(max);
                Set<Address> tracked = new HashSet<>();
                for (int entry = 0; entry < calls.size(); entry++) {
                  Address contract = ledger.addresses().address(calls.contract(entry));
                  Set<Address> found = new HashSet<>();
                  calls.forEachUser(entry, number -> found.add(ledger.addresses().address(number)));
                  assertThat(found).isEqualTo(users.getOrDefault(contract, Set.of()));
                  assertThat(calls.transactions(entry))
                      .isEqualTo((int) callsOf(blocks).filter(isTo(contract)).count());
                  tracked.add(contract);
                }
                assertTracked(tracked, users, max);
              },
              () ->
                  assertThat(
                          ledger.history().daysInMemory().contains(day.start())
                              && blocks.stream().allMatch(DayTrackingPropertyTest::isDetailed)
                              && isFarFromTheEarlierVersion(fixture, day.window()))
                      .as("the calls of %s are unknown", day.window())
                      .isFalse());
    }
  }

  private static void assertTracked(
      Set<Address> tracked, Map<Address, Set<Address>> users, int max) {
    Set<Address> wanted =
        LABELLED.stream().map(RawBlock::address).collect(Collectors.toCollection(HashSet::new));
    users.forEach(
        (contract, of) -> {
          if (of.size() >= FROM_USERS) {
            wanted.add(contract);
          }
        });
    if (wanted.size() <= max) {
      assertThat(tracked).containsAll(wanted);
    } else {
      assertThat(tracked).hasSize(max);
    }
  }

  private static boolean contains(TimeWindow window, long timestamp) {
    return window.from() <= timestamp && timestamp < window.to();
  }

  /** A record has no details if one of its transactions has none. */
  private static boolean isFarFromTheEarlierVersion(DailyActivityFixture fixture, TimeWindow day) {
    return fixture.chain().stream()
        .filter(block -> !isDetailed(block))
        .noneMatch(block -> block.timestamp() > day.from() - 6 * 10 * 86_400L);
  }

  private static boolean isDetailed(RawBlock block) {
    return block.transactions().stream().noneMatch(transaction -> transaction.details() == null);
  }

  private static java.util.function.Predicate<RawTransaction> isTo(Address contract) {
    return call -> RawBlock.address(call.to()).equals(contract);
  }

  private static Stream<RawTransaction> callsOf(List<RawBlock> blocks) {
    return blocks.stream()
        .flatMap(block -> block.transactions().stream())
        .filter(
            transaction ->
                transaction.to() != null
                    && transaction.details() != null
                    && transaction.details().hasInput());
  }

  private static Map<Address, Set<Address>> users(List<RawBlock> blocks) {
    Map<Address, Set<Address>> users = new HashMap<>();
    callsOf(blocks)
        .forEach(
            call ->
                users
                    .computeIfAbsent(RawBlock.address(call.to()), added -> new HashSet<>())
                    .add(RawBlock.address(call.from())));
    return users;
  }
}
