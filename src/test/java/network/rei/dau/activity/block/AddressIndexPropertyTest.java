package network.rei.dau.activity.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import network.rei.dau.activity.RawBlock;
import org.roaringbitmap.RoaringBitmap;

/** Tests that an index numbers addresses like a map with a counter. */
class AddressIndexPropertyTest {

  /** Returns addresses with many repetitions, sometimes enough for several pages of the index. */
  @Provide
  Arbitrary<List<Address>> arrivals() {
    return Arbitraries.randomValue(
        random -> {
          int count = random.nextInt(20) == 0 ? 20_000 : random.nextInt(500);
          int accounts = 1 + random.nextInt(2 * count + 1);
          return random.ints(count, 0, accounts).mapToObj(RawBlock::address).toList();
        });
  }

  @Property
  void shouldKeepTheFirstNumberOfAnAddress(
      @ForAll("arrivals") List<Address> arrivals, @ForAll Random random) {
    AddressIndex index = new AddressIndex(random.nextInt(2000));
    Map<Address, Integer> expected = new HashMap<>();
    for (Address address : arrivals) {
      expected.putIfAbsent(address, expected.size());
      assertThat(index.add(address.toBytes(), 0) == expected.get(address)).isTrue();
    }

    assertThat(index.size()).isEqualTo(expected.size());
    expected.forEach(
        (address, number) -> {
          assertThat(index.find(address.toBytes(), 0) == number).isTrue();
          assertThat(index.address(number)).isEqualTo(address);
        });
    assertThat(index.find(RawBlock.address(10_000_000).toBytes(), 0)).isNegative();
  }

  @Property
  void shouldNumberTheAddressesOfATable(@ForAll("arrivals") List<Address> arrivals) {
    byte[] table = new byte[arrivals.size() * Address.BYTES];
    for (int i = 0; i < arrivals.size(); i++) {
      arrivals.get(i).copyTo(table, i * Address.BYTES);
    }
    AddressIndex index = new AddressIndex(0);
    int[] numbers = index.add(table);

    for (int i = 0; i < numbers.length; i++) {
      assertThat(index.address(numbers[i])).isEqualTo(arrivals.get(i));
    }
  }

  @Property
  void shouldCopySomeAddresses(@ForAll("arrivals") List<Address> arrivals, @ForAll Random random) {
    AddressIndex index = indexOf(arrivals);
    RoaringBitmap some = new RoaringBitmap();
    random
        .ints(random.nextInt(300), 0, index.size() + 1)
        .filter(n -> n < index.size())
        .forEach(some::add);
    AddressIndex copy = new AddressIndex(some.getCardinality());
    int[] numbers = index.copyTo(copy, some);

    assertThat(copy.size()).isEqualTo(some.getCardinality());
    some.forEach(
        (int number) -> assertThat(copy.address(numbers[number])).isEqualTo(index.address(number)));
  }

  @Property
  void shouldSortAddressesByUnsignedBytes(@ForAll("arrivals") List<Address> arrivals) {
    AddressIndex index = indexOf(arrivals);
    SortedAddresses sorted = SortedAddresses.of(index);

    TreeMap<Address, Integer> expected = new TreeMap<>();
    arrivals.forEach(address -> expected.put(address, index.find(address.toBytes(), 0)));
    assertThat(sorted.numbers()).containsExactly(toArray(expected));
    int[] places = sorted.places();
    byte[] table = new byte[expected.size() * Address.BYTES];
    int place = 0;
    for (Address address : expected.keySet()) {
      assertThat(places[expected.get(address)] == place).isTrue();
      address.copyTo(table, place++ * Address.BYTES);
    }
    assertThat(Arrays.equals(sorted.table(), table)).isTrue();
  }

  private static int[] toArray(Map<Address, Integer> numbers) {
    return numbers.values().stream().mapToInt(Integer::intValue).toArray();
  }

  private static AddressIndex indexOf(List<Address> arrivals) {
    AddressIndex index = new AddressIndex(8);
    arrivals.forEach(address -> index.add(address.toBytes(), 0));
    return index;
  }
}
