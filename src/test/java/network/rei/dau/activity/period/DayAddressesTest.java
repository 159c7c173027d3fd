package network.rei.dau.activity.period;

import static network.rei.dau.activity.LedgerFixture.begins;
import static network.rei.dau.activity.LedgerFixture.sends;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.LedgerFixture;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.ledger.ActivitySum;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DayAddressesTest {

  private static final LocalDate DATE = LocalDate.of(2024, 1, 1);

  @Test
  void shouldHoldTheRolesOfEachAddress() {
    DayAddresses day =
        of(sends(1, 2), begins(3, 3), sends(4, 1), new RawTransaction(5, null, 0), sends(1, 2));

    assertThat(roles(day))
        .isEqualTo(
            Map.of(
                RawBlock.address(1), DayAddresses.SENDER | DayAddresses.RECIPIENT,
                RawBlock.address(2), DayAddresses.RECIPIENT,
                RawBlock.address(3),
                    DayAddresses.SENDER | DayAddresses.RECIPIENT | DayAddresses.NEW_SENDER,
                RawBlock.address(4), DayAddresses.SENDER,
                RawBlock.address(5), DayAddresses.SENDER | DayAddresses.NEW_SENDER));
  }

  @Test
  void shouldSortAddressesByUnsignedBytes() {
    DayAddresses day = of(sends(1, 2), sends(3, 4), sends(5, 6), sends(7, 8));

    List<byte[]> addresses = addresses(day);
    assertThat(addresses).hasSize(8).isSortedAccordingTo(Arrays::compareUnsigned);
  }

  @Test
  void shouldHaveNoAddressesWithoutTransactions() {
    DayAddresses day = of();

    assertThat(day.table()).isEmpty();
    assertThat(day.roles()).isEmpty();
    assertThat(day.date()).isEqualTo(DATE);
  }

  @Test
  void shouldGiveTheSameSetsWithAnotherIndex() {
    DayAddresses day = of(sends(1, 2), begins(3, 1), sends(9, 9));
    AddressIndex index = new AddressIndex(8);
    index.add(new byte[Address.BYTES], 0);
    index.add(bytes(9), 0);

    DaySets sets = DaySets.of(day, index);

    assertThat(sets.senders().getCardinality()).isEqualTo(3);
    assertThat(sets.senders().contains(index.find(bytes(9), 0))).isTrue();
    assertThat(sets.recipients().getCardinality()).isEqualTo(3);
    assertThat(sets.newSenders().toArray()).containsExactly(index.find(bytes(3), 0));
    assertThat(index.size()).as("all zeros, and the four").isEqualTo(5);
    ActivitySum sum =
        sets.sum(new ActivityCounts(2, 3, 4, 3, 3, 1, 0, BruteForce.unknownTraffic(0)));
    assertThat(sum.counts())
        .isEqualTo(new ActivityCounts(2, 3, 4, 3, 3, 1, 0, BruteForce.unknownTraffic(0)));
  }

  @Test
  void shouldStayTheSameWhenTheAddressIndexIsRebuilt() {
    LedgerFixture fixture = new LedgerFixture(1);
    fixture.block("01-01T12:00", begins(1, 2));
    RawTransaction[] many = new RawTransaction[1500];
    Arrays.setAll(many, i -> sends(10 + 2 * i, 11 + 2 * i));
    fixture.block("01-02T12:00", many).block("01-03T12:00", sends(1, 2)).noons("01-04", 2);
    fixture.enterAll();
    int held = fixture.ledger().addresses().size();
    fixture.deleteAddresses(LocalDate.of(2024, 1, 2));

    fixture.prune(0L, 1L);

    assertThat(fixture.ledger().addresses().size()).isLessThan(held);
    fixture.enter(0, 1, 2, 3);
    assertThat(fixture.engagement("01-03").returning()).hasValue(1);
    assertThat(fixture.engagement("01-03").weeklySenders()).hasValue(1501);
    fixture
        .leave(2)
        .block("01-03T12:00", sends(2, 1), sends(1, 2))
        .noons("01-04", 2)
        .enter(2, 3, 4);
    assertThat(fixture.engagement("01-03").returning())
        .as("1 of the 1st; 2 only received")
        .hasValue(1);
    assertThat(fixture.engagement("01-03").resurrected()).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, DayAddresses.NEW_SENDER, 8, 9, 127, -1, -128})
  void shouldRefuseUnknownRoles(int role) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DayAddresses(DATE, new byte[Address.BYTES], new byte[] {(byte) role}))
        .withMessage("an address has the roles " + role);
  }

  @Test
  void shouldRefuseANewSenderThatIsNoSender() {
    byte[] roles = {DayAddresses.RECIPIENT | DayAddresses.NEW_SENDER};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DayAddresses(DATE, new byte[Address.BYTES], roles));
  }

  @Test
  void shouldRefuseADifferentNumberOfRolesAndAddresses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DayAddresses(DATE, new byte[Address.BYTES + 1], new byte[] {1}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DayAddresses(DATE, new byte[Address.BYTES], new byte[] {1, 1}))
        .withMessage("it has 20 bytes of addresses and 2 roles");
  }

  private static DayAddresses of(RawTransaction... transactions) {
    LedgerFixture fixture =
        new LedgerFixture(1).block("01-01T12:00", transactions).noons("01-02", 1);
    fixture.enter(0);
    return fixture.enter(1).addresses().get(0);
  }

  private static Map<Address, Integer> roles(DayAddresses day) {
    Map<Address, Integer> roles = new HashMap<>();
    for (int i = 0; i < day.roles().length; i++) {
      roles.put(Address.at(day.table(), i * Address.BYTES), (int) day.roles()[i]);
    }
    return roles;
  }

  private static List<byte[]> addresses(DayAddresses day) {
    return IntStream.range(0, day.roles().length)
        .mapToObj(i -> Arrays.copyOfRange(day.table(), i * Address.BYTES, (i + 1) * Address.BYTES))
        .toList();
  }

  private static byte[] bytes(int account) {
    return RawBlock.address(account).toBytes();
  }
}
