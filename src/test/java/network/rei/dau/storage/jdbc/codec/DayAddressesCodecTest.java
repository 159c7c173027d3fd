package network.rei.dau.storage.jdbc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.jdbc.PeriodFixtures;
import org.junit.jupiter.api.Test;

class DayAddressesCodecTest {

  private static final DayAddresses DAY = PeriodFixtures.day(19_723, 3);
  private static final LocalDate DATE = DAY.date();

  private final byte[] bytes = DayAddressesCodec.encode(DAY);

  @Test
  void shouldReadBackWhatItWrote() {
    assertThat(DayAddressesCodec.decode(DATE, bytes, Optional.empty()))
        .usingRecursiveComparison()
        .isEqualTo(DAY);
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
    }
    refuses(Arrays.copyOf(bytes, bytes.length + 1));
  }

  private static void refuses(byte[] damaged) {
    assertThatThrownBy(() -> DayAddressesCodec.decode(DATE, damaged, Optional.empty()))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("day 2024-01-01 is damaged: ");
  }
}
