package network.rei.dau.simulator.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroundTruthTest {

  private static final long MIDNIGHT = Instant.parse("2025-06-15T00:00:00Z").getEpochSecond();

  private static final List<SimBlock> BLOCKS =
      List.of(
          block(0, MIDNIGHT - 3, transaction("a", "b", 0), transaction("a", null, 1)),
          block(1, MIDNIGHT, transaction("b", "b", 0)),
          block(2, MIDNIGHT + 3),
          block(3, MIDNIGHT + 6, transaction("c", "a", 7)));

  private final GroundTruth truth = GroundTruth.over(number -> BLOCKS.get((int) number));

  private static SimBlock block(long number, long time, SimTransaction... transactions) {
    return new SimBlock(
        number,
        "h" + number,
        "h" + (number - 1),
        time,
        List.of(transactions),
        new SimTraffic(number, 100, 7, 650));
  }

  private static SimTransaction transaction(String from, String to, long nonce) {
    return new SimTransaction(from, to, nonce, 0, 1, 1, "0x");
  }

  private static SimTraffic traffic(long blocks, long gasUsed) {
    return new SimTraffic(gasUsed, blocks * 100, blocks * 7, blocks * 650);
  }

  @Test
  void shouldCountEachAddressOnceAndNoRecipientForACreation() {
    assertThat(truth.inBlocks(0, 3))
        .isEqualTo(new BlockRangeCounts(4, 4, 3, 3, 2, 2, 1, 1, traffic(4, 6)));
    assertThat(truth.inBlocks(0, 0))
        .isEqualTo(new BlockRangeCounts(1, 2, 2, 1, 1, 1, 1, 0, traffic(1, 0)));
    assertThat(truth.inBlocks(3, 2))
        .isEqualTo(new BlockRangeCounts(0, 0, 0, 0, 0, 0, 0, 0, traffic(0, 0)));
  }

  @Test
  void shouldIncludeTheStartOfATimeRangeAndExcludeItsEnd() {
    assertThat(truth.inTime(MIDNIGHT, MIDNIGHT + 6, 0, 3))
        .isEqualTo(new BlockRangeCounts(2, 1, 1, 1, 1, 1, 0, 1, traffic(2, 3)));
    assertThat(truth.inTime(MIDNIGHT, MIDNIGHT + 7, 0, 2).blocks()).isEqualTo(2);
  }

  @Test
  void shouldSeparateDaysAtMidnightUtc() {
    assertThat(truth.byDay(0, 3))
        .containsOnlyKeys(LocalDate.parse("2025-06-14"), LocalDate.parse("2025-06-15"))
        .containsEntry(
            LocalDate.parse("2025-06-15"),
            new BlockRangeCounts(3, 2, 3, 2, 2, 1, 0, 1, traffic(3, 6)));
  }

  @Test
  void shouldIgnoreBlocksThatAreNotCovered() {
    assertThat(truth.covering(number -> number != 0).inBlocks(0, 3))
        .isEqualTo(new BlockRangeCounts(3, 2, 3, 2, 2, 1, 0, 1, traffic(3, 6)));
  }
}
