package network.rei.dau.activity.contract;

import static network.rei.dau.activity.LedgerFixture.calls;
import static network.rei.dau.activity.LedgerFixture.date;
import static network.rei.dau.activity.LedgerFixture.sends;
import static network.rei.dau.activity.LedgerFixture.time;
import static network.rei.dau.activity.LedgerFixture.transfers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.rei.dau.activity.LedgerFixture;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.PeriodChanges;
import org.junit.jupiter.api.Test;

class DayTrackingTest {

  private static final int LABELLED = 100;
  private static final int BUSY = 101;
  private static final int QUIET = 102;

  private static ContractTracking tracking(int fromUsers, int max) {
    return new ContractTracking(() -> List.of(RawBlock.address(LABELLED)), fromUsers, max);
  }

  private static LedgerFixture fixture(ContractTracking tracking) {
    return new LedgerFixture(1).track(tracking);
  }

  /** Returns the users of the tracked contracts on a day, or null if they are unknown. */
  private static Map<Integer, List<Integer>> tracked(Ledger ledger, String date) {
    return ledger
        .history()
        .callsOf(time(date + "T00:00"))
        .map(
            calls -> {
              Map<Integer, List<Integer>> users = new TreeMap<>();
              for (int entry = 0; entry < calls.size(); entry++) {
                List<Integer> found = new ArrayList<>();
                calls.forEachUser(entry, user -> found.add(account(ledger, user)));
                found.sort(null);
                users.put(account(ledger, calls.contract(entry)), found);
              }
              return users;
            })
        .orElse(null);
  }

  private static int account(Ledger ledger, int number) {
    Address address = ledger.addresses().address(number);
    for (int account = 0; account < 200; account++) {
      if (RawBlock.address(account).equals(address)) {
        return account;
      }
    }
    throw new AssertionError(address);
  }

  @Test
  void shouldStoreTheUsersOfLabelledContractsAlsoWithoutCalls() {
    LedgerFixture fixture =
        fixture(tracking(0, 10))
            .block("01-01T12:00", calls(1, LABELLED), calls(1, LABELLED), calls(2, LABELLED))
            .block("01-01T13:00", calls(1, BUSY), transfers(3, LABELLED))
            .block("01-02T12:00", calls(1, BUSY))
            .noons("01-03", 1)
            .enterAll();

    assertThat(tracked(fixture.ledger(), "01-01")).isEqualTo(Map.of(LABELLED, List.of(1, 2)));
    assertThat(tracked(fixture.ledger(), "01-02")).isEqualTo(Map.of(LABELLED, List.of()));
    assertThat(tracked(fixture.ledger(), "01-03")).as("it is not over").isNull();
  }

  @Test
  void shouldTrackContractsWithManyUsersAlsoOnTheDaysAroundIt() {
    LedgerFixture fixture =
        fixture(tracking(2, 10))
            .block("01-01T12:00", calls(1, BUSY))
            .block("01-02T12:00", calls(1, BUSY), calls(2, BUSY), calls(1, QUIET), calls(1, QUIET))
            .block("01-03T12:00", calls(3, BUSY))
            .block("02-01T12:00", calls(3, BUSY))
            .block("02-02T12:00", calls(3, BUSY))
            .block("02-03T12:00", calls(3, BUSY));
    fixture.enterAll();

    Ledger ledger = fixture.ledger();
    assertThat(tracked(ledger, "01-01")).doesNotContainKey(BUSY);
    assertThat(tracked(ledger, "01-02"))
        .isEqualTo(Map.of(LABELLED, List.of(), BUSY, List.of(1, 2)));
    assertThat(tracked(ledger, "01-03")).containsEntry(BUSY, List.of(3));
    assertThat(tracked(ledger, "01-15")).containsEntry(BUSY, List.of());
    assertThat(tracked(ledger, "02-01")).containsEntry(BUSY, List.of(3));
    assertThat(tracked(ledger, "02-02")).doesNotContainKey(BUSY);
  }

  @Test
  void shouldTrackContractsOnDaysBeforeADayWithManyUsersIfThatIsStoredFirst() {
    LedgerFixture fixture =
        fixture(tracking(2, 10))
            .noons("01-01", 1)
            .block("01-02T12:00", calls(1, BUSY))
            .block("01-03T12:00", calls(1, BUSY), calls(2, BUSY))
            .noons("01-04", 1);
    fixture.enter(3, 2, 1);
    fixture.enter(0);

    assertThat(tracked(fixture.ledger(), "01-02")).containsEntry(BUSY, List.of(1));
  }

  @Test
  void shouldReadNoCallsIfNoContractIsTracked() {
    for (ContractTracking none :
        List.of(tracking(1, 0), new ContractTracking(List::of, 0, 10), ContractTracking.NONE)) {
      LedgerFixture fixture =
          fixture(none).block("01-01T12:00", sends(1, BUSY)).noons("01-02", 1).enterAll();

      assertThat(tracked(fixture.ledger(), "01-01")).as("without details").isEmpty();
    }
  }

  @Test
  void shouldTrackLabelledContractsFirstAndThenThoseWithTheMostUsers() {
    LedgerFixture fixture =
        fixture(tracking(1, 2))
            .block("01-01T12:00", calls(1, QUIET), calls(1, BUSY), calls(2, BUSY))
            .noons("01-02", 1)
            .enterAll();

    assertThat(tracked(fixture.ledger(), "01-01")).containsOnlyKeys(LABELLED, BUSY);
  }

  @Test
  void shouldNotKnowTheCallsOfADayWithoutDetailsUntilItsRecordsAreReplaced() {
    LedgerFixture fixture =
        fixture(tracking(1, 10))
            .block("01-01T12:00", calls(1, BUSY), sends(1, BUSY))
            .noons("01-02", 1)
            .enterAll();
    assertThat(tracked(fixture.ledger(), "01-01")).isNull();
    assertThat(fixture.hasAddresses("01-01")).isTrue();

    fixture.leave(0).block("01-01T12:00", calls(2, BUSY)).noons("01-02", 1);
    fixture.enter(0, 1);
    assertThat(tracked(fixture.ledger(), "01-01")).containsEntry(BUSY, List.of(2));
  }

  @Test
  void shouldReplaceTheUsersOfADayWithItsBlocks() {
    LedgerFixture fixture =
        fixture(tracking(0, 10))
            .block("01-01T12:00", calls(1, LABELLED))
            .noons("01-02", 1)
            .enterAll();
    fixture.leave(0).block("01-01T12:00", calls(2, LABELLED)).noons("01-02", 1);

    fixture.remove(0L);
    assertThat(tracked(fixture.ledger(), "01-01")).isNull();
    fixture.enter(0, 1);
    assertThat(tracked(fixture.ledger(), "01-01")).isEqualTo(Map.of(LABELLED, List.of(2)));
  }

  @Test
  void shouldForgetTheUsersOfADayOfWhichOnlyWhoCalledWhomHasChanged() {
    LedgerFixture fixture =
        fixture(tracking(1, 10))
            .block("01-01T11:00", calls(9, 8))
            .block("01-01T12:00", calls(1, BUSY), calls(2, QUIET))
            .noons("01-02", 1)
            .enterAll();
    fixture.prune(0L);
    fixture.leave(1).block("01-01T12:00", calls(2, BUSY), calls(1, QUIET)).noons("01-02", 1);

    fixture.enter(1, 2);

    assertThat(tracked(fixture.ledger(), "01-01")).isNull();
  }

  @Test
  void shouldAddTheCallsOfDaysThatAnEarlierVersionStored() {
    LedgerFixture fixture =
        fixture(tracking(0, 10))
            .block("01-01T12:00", calls(1, LABELLED))
            .noons("01-02", 1)
            .block("01-03T12:00", calls(2, LABELLED))
            .noons("01-04", 1);
    List<DayAddresses> withoutCalls =
        fixture.enter(0, 1, 2, 3).addresses().stream()
            .map(day -> new DayAddresses(day.date(), day.table(), day.roles()))
            .toList();
    Ledger earlier =
        fixture
            .ledger()
            .with(new PeriodChanges(List.of(), withoutCalls, List.of()))
            .without(List.of(0L));
    assertThat(tracked(earlier, "01-03")).isNull();

    LedgerChange derived =
        LedgerChange.derivingPeriods(earlier, index -> Optional.empty(), tracking(0, 10));

    assertThat(tracked(derived.ledger(), "01-01")).as("its record is deleted").isNull();
    assertThat(tracked(derived.ledger(), "01-03")).isEqualTo(Map.of(LABELLED, List.of(2)));
    assertThat(derived.periods().addresses())
        .extracting(DayAddresses::date)
        .containsExactly(date("01-03"));
    assertThat(derived.periods().periods()).as("no count has changed").isEmpty();
  }

  @Test
  void shouldKeepTheUsersWhenAddressesGetOtherNumbers() {
    AddressIndex index = new AddressIndex(10);
    int[] numbers = new int[300];
    Arrays.setAll(numbers, place -> index.add(RawBlock.address(place).toBytes(), 0));
    byte[] contracts = new byte[2 * Address.BYTES];
    contracts[0] = 1;
    contracts[Address.BYTES] = 2;
    int[][] users = {{1, 5, 299}, {}};
    DayCallSets day =
        DayCallSets.of(new DayCalls(contracts, new int[] {7, 0}, users), numbers, index);
    int[] reversed = new int[index.size()];
    Arrays.setAll(reversed, number -> index.size() - 1 - number);

    DayCallSets renumbered = day.renumbered(reversed);

    int last = index.size() - 1;
    int first = index.find(contracts, 0);
    assertThat(usersOf(day, first)).containsExactly(1, 5, 299);
    assertThat(usersOf(renumbered, last - first)).containsExactly(last - 299, last - 5, last - 1);
    assertThat(renumbered.transactions(renumbered.entryOf(last - first))).isEqualTo(7);
    assertThat(usersOf(renumbered, last - index.find(contracts, Address.BYTES))).isEmpty();
    assertThat(renumbered.entryOf(5)).isNegative();
    assertThat(renumbered.bytes()).isEqualTo(day.bytes()).isLessThan(200);
  }

  private static List<Integer> usersOf(DayCallSets day, int contract) {
    List<Integer> users = new ArrayList<>();
    day.forEachUser(day.entryOf(contract), users::add);
    assertThat(users).hasSize(day.userCount(day.entryOf(contract)));
    return users;
  }

  @Test
  void shouldRefuseCallsThatContradictThemselves() {
    byte[] two = new byte[2 * Address.BYTES];
    two[two.length - 1] = 1;
    byte[] equal = new byte[2 * Address.BYTES];

    assertRefused("in order", equal, new int[] {1, 1}, new int[][] {{0}, {0}});
    assertRefused("2 users and 1 calls", two, new int[] {1, 1}, new int[][] {{0, 1}, {0}});
    assertRefused("0 users and 1 calls", two, new int[] {1, 0}, new int[][] {{}, {}});
    assertRefused("users are not in order", two, new int[] {2, 0}, new int[][] {{1, 1}, {}});
    assertRefused("users are not in order", two, new int[] {2, 0}, new int[][] {{-1, 1}, {}});
    assertRefused("sets of users", two, new int[] {2, 0}, new int[][] {{1}});
    assertRefused("40 bytes", two, new int[] {1}, new int[][] {{1}});
    assertThat(new DayCalls(two, new int[] {2, 0}, new int[][] {{1}, {}}).size()).isEqualTo(2);
  }

  private static void assertRefused(
      String why, byte[] contracts, int[] transactions, int[][] users) {
    assertThatIllegalArgumentException()
        .as(Arrays.deepToString(users))
        .isThrownBy(() -> new DayCalls(contracts, transactions, users))
        .withMessageContaining(why);
  }
}
