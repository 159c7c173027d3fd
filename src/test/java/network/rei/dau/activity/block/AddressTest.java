package network.rei.dau.activity.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and hashes, as JSON-RPC writes them. */
class AddressTest {

  private static final String ADDRESS = "0x00ff8e97bc9cce9a4d1b7ad4ec0f9e0aa15fc9f7";
  private static final String HASH =
      "0x80e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";

  @Test
  void shouldReadAnAddressInAnyCase() {
    Address address = Address.parse(ADDRESS);

    assertThat(address).hasToString(ADDRESS);
    assertThat(Address.parse("0X" + ADDRESS.substring(2).toUpperCase(Locale.ROOT)))
        .isEqualTo(address)
        .hasSameHashCodeAs(address);
    assertThat(Address.at(address.toBytes(), 0)).isEqualTo(address);
  }

  @Test
  void shouldOrderAddressesByUnsignedBytes() {
    assertThat(Address.parse("0x7f" + "00".repeat(19)))
        .isLessThan(Address.parse("0x80" + "00".repeat(19)));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "0x",
        "00ff8e97bc9cce9a4d1b7ad4ec0f9e0aa15fc9f7",
        "0x00ff8e97bc9cce9a4d1b7ad4ec0f9e0aa15fc9f",
        "0x00ff8e97bc9cce9a4d1b7ad4ec0f9e0aa15fc9f70",
        "0x00ff8e97bc9cce9a4d1b7ad4ec0f9e0aa15fc9fg",
        "0x00ff8e97bc9cce9a4d1b7ad4ec0f9e0aa15fc9f٣"
      })
  void shouldRefuseWhatIsNoAddress(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.parse(text))
        .withMessageContaining("address must be 0x and 40 hexadecimal digits");
  }

  @Test
  void shouldReadAndWriteAHashUnchanged() {
    Hash hash = Hash.parse(HASH);
    ByteBuffer bytes = ByteBuffer.allocate(Hash.BYTES);
    hash.writeTo(bytes);

    assertThat(hash).hasToString(HASH);
    assertThat(Hash.from(bytes.flip())).isEqualTo(hash);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hash.parse(ADDRESS))
        .withMessageContaining("hash must be 0x and 64 hexadecimal digits");
  }

  @Test
  void shouldNotRepeatMuchOfALongWrongText() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.parse("x".repeat(1_000_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }
}
