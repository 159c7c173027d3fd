package network.rei.dau.ingest.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.Test;

class FollowIntervalTest {

  private static final Duration LONGEST = Duration.ofSeconds(15);

  @Test
  void shouldBeTheMeanTimeBetweenTheNewestBlocks() {
    assertThat(interval(LONGEST, record(0, 99, 1), record(100, 199, 3), record(200, 249, 3)))
        .isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void shouldNotBeShorterThanAQuarterOfASecond() {
    assertThat(interval(LONGEST, record(0, 99, 0))).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void shouldNotBeLongerThanTheSetting() {
    assertThat(interval(LONGEST, record(0, 99, 600))).isEqualTo(LONGEST);
  }

  @Test
  void shouldBeTheSettingIfThatIsShorterThanAQuarterOfASecond() {
    Duration setting = Duration.ofMillis(100);

    assertThat(interval(setting, record(0, 99, 3))).isEqualTo(setting);
    assertThat(interval(setting, record(0, 99, 0))).isEqualTo(setting);
    assertThat(interval(Duration.ZERO, record(0, 99, 3))).isZero();
  }

  @Test
  void shouldBeTheSettingWithoutTwoBlocks() {
    assertThat(interval(LONGEST)).isEqualTo(LONGEST);
    assertThat(interval(LONGEST, record(100, 100, 3))).isEqualTo(LONGEST);
  }

  @Test
  void shouldBeTheMeanTimeBetweenTwoHeaders() {
    assertThat(FollowInterval.of(TestBlocks.header(100, 3), TestBlocks.header(700, 3), LONGEST))
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(FollowInterval.of(TestBlocks.header(100, 3), TestBlocks.header(100, 3), LONGEST))
        .isEqualTo(LONGEST);
  }

  private static Duration interval(Duration longest, StoredRecord... records) {
    return FollowInterval.of(records(records), longest);
  }

  private static List<LedgerRecord> records(StoredRecord... records) {
    return Ledger.empty().with(List.of(records)).records();
  }

  private static StoredRecord record(long first, long last, int seconds) {
    return new StoredRecord(
        ChunkRecord.of(Chunk.ofBlock(first, 100), 0, TestBlocks.blocks(first, last, seconds)),
        Instant.EPOCH);
  }
}
