package network.rei.dau.chain.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HexReaderTest {

  @ParameterizedTest
  @CsvSource({
    "0x0, 0",
    "0x00, 0",
    "0X1f, 31",
    "0x7fffffffffffffff, 9223372036854775807",
    "0x8000000000000000, -1",
    "0x, -1",
    "x1, -1",
    "0xg, -1",
    "0x 1, -1",
    "0x-1, -1"
  })
  void shouldDecodeQuantities(String text, long value) {
    char[] chars = ("??" + text + "0").toCharArray();
    assertThat(HexReader.quantity(chars, 2, text.length())).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "0x0, 0",
    "0x000, 0",
    "0x0010, 2",
    "0xffffffffffffffff, 16",
    "0x10000000000000000, 17",
    "0x, -1",
    "0x0g, -1",
    "10, -1"
  })
  void shouldCountDigitsWithoutLeadingZeros(String text, int digits) {
    char[] chars = ("??" + text + "0").toCharArray();
    assertThat(HexReader.significantDigits(chars, 2, text.length())).isEqualTo(digits);
  }
}
