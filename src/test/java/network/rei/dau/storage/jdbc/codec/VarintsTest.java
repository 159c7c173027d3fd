package network.rei.dau.storage.jdbc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarintsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 1",
    "127, 1",
    "128, 2",
    "16383, 2",
    "16384, 3",
    "2147483647, 5",
    "9223372036854775807, 9",
    "-1, 10"
  })
  void shouldTakeTheLengthThatIsComputed(long value, int length) {
    ByteBuffer out = ByteBuffer.allocate(Varints.MAX_BYTES);
    Varints.write(out, value);
    assertThat(out.position()).isEqualTo(length);
    assertThat(Varints.length(value)).isEqualTo(length);
    assertThat(Varints.read(out.flip())).isEqualTo(value);
  }
}
