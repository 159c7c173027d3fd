package network.rei.dau.storage.jdbc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.contract.DayCalls;
import network.rei.dau.storage.jdbc.PeriodFixtures;
import org.junit.jupiter.api.Test;

class DayCallsCodecTest {

  private static final DayCalls CALLS =
      PeriodFixtures.dayWithCalls(19_723, 40, 4).calls().orElseThrow();

  private final byte[] bytes = DayCallsCodec.encode(CALLS);

  @Test
  void shouldReadBackWhatItWrote() {
    assertThat(DayCallsCodec.decode(bytes)).usingRecursiveComparison().isEqualTo(CALLS);
  }

  @Test
  void shouldTakeAboutOneByteForAUser() {
    int users = 5_000;
    int[] places = new Random(1).ints(0, 100_000).distinct().limit(users).sorted().toArray();
    DayCalls calls = new DayCalls(new byte[Address.BYTES], new int[] {9_000}, new int[][] {places});
    assertThat(DayCallsCodec.encode(calls).length).isLessThan(30 + users * 11 / 10);
    assertThat(DayCallsCodec.decode(DayCallsCodec.encode(calls)))
        .usingRecursiveComparison()
        .isEqualTo(calls);
  }

  @Test
  void shouldRefuseBytesOfWhichAnyOneWasChanged() {
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      refuses(changed);
    }
  }

  @Test
  void shouldRefuseBytesThatWereCutAnywhereOrGoOn() {
    for (int length = 0; length < bytes.length; length++) {
      refuses(Arrays.copyOf(bytes, length));
      refuses(withRightChecksum(Arrays.copyOf(bytes, length)));
    }
    refuses(withRightChecksum(Arrays.copyOf(bytes, bytes.length + 1)));
  }

  @Test
  void shouldRefuseNumbersOfContractsAndUsersThatNoMemoryHolds() {
    byte[] endless = Arrays.copyOf(bytes, 5 + 5);
    Arrays.fill(endless, 5, 9, (byte) 0xFF);
    endless[9] = 7;
    refuses(withRightChecksum(endless));
    byte[] users = Arrays.copyOf(bytes, 5 + 1 + Address.BYTES + 1 + 5);
    users[5] = 1;
    Arrays.fill(users, 5 + 1 + Address.BYTES + 1, users.length - 1, (byte) 0xFF);
    users[users.length - 1] = 7;
    refuses(withRightChecksum(users));
  }

  private static byte[] withRightChecksum(byte[] damaged) {
    if (damaged.length > 5) {
      CRC32C crc = new CRC32C();
      crc.update(damaged, 5, damaged.length - 5);
      ByteBuffer.wrap(damaged).putInt(1, (int) crc.getValue());
    }
    return damaged;
  }

  private static void refuses(byte[] damaged) {
    assertThatThrownBy(() -> DayCallsCodec.decode(damaged))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
