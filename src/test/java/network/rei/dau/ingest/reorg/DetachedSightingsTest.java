package network.rei.dau.ingest.reorg;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.ingest.StoredBlock;
import org.junit.jupiter.api.Test;

/** When detached records are deleted. */
class DetachedSightingsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final StoredBlock ONE = block(9_009, 1);
  private static final StoredBlock OTHER = block(9_509, 1);

  private final DetachedSightings sightings = new DetachedSightings();

  @Test
  void shouldDeleteAfterThreeChecksOverFiveMinutes() {
    assertThat(checkedAt(0, ONE)).isEmpty();
    assertThat(checkedAt(299, ONE)).isEmpty();
    assertThat(checkedAt(300, ONE)).containsExactly(ONE);
  }

  @Test
  void shouldNotDeleteAfterTwoChecksHoweverFarApart() {
    assertThat(checkedAt(0, ONE)).isEmpty();
    assertThat(checkedAt(100_000, ONE)).isEmpty();
    assertThat(checkedAt(100_001, ONE)).containsExactly(ONE);
  }

  @Test
  void shouldNotDeleteBeforeFiveMinutesHoweverManyChecksThereWere() {
    for (int second = 0; second < 300; second++) {
      assertThat(checkedAt(second, ONE)).isEmpty();
    }
  }

  @Test
  void shouldBeginAnewAfterACheckThatDidNotFindIt() {
    checkedAt(0, ONE);
    checkedAt(200, ONE);
    checkedAt(250);

    assertThat(checkedAt(300, ONE)).isEmpty();
    assertThat(checkedAt(400, ONE)).isEmpty();
    assertThat(checkedAt(599, ONE)).isEmpty();
    assertThat(checkedAt(600, ONE)).containsExactly(ONE);
  }

  @Test
  void shouldCountEachSegmentForItself() {
    checkedAt(0, ONE);
    checkedAt(100, ONE, OTHER);

    assertThat(checkedAt(300, ONE, OTHER)).containsExactly(ONE);
    assertThat(checkedAt(399, OTHER)).isEmpty();
    assertThat(checkedAt(400, OTHER)).containsExactly(OTHER);
  }

  @Test
  void shouldNotTakeAnotherBlockOfTheSameNumberForTheSame() {
    checkedAt(0, ONE);
    checkedAt(100, ONE);

    assertThat(checkedAt(300, block(9_009, 2))).isEmpty();
  }

  @Test
  void shouldBeginAnewIfTheDeletionFailed() {
    checkedAt(0, ONE);
    checkedAt(100, ONE);
    assertThat(checkedAt(300, ONE)).containsExactly(ONE);

    assertThat(checkedAt(301, ONE)).isEmpty();
    assertThat(checkedAt(400, ONE)).isEmpty();
    assertThat(checkedAt(601, ONE)).containsExactly(ONE);
  }

  private Set<StoredBlock> checkedAt(long second, StoredBlock... found) {
    return sightings.checked(Set.of(found), START.plusSeconds(second));
  }

  private static StoredBlock block(long number, int branch) {
    return new StoredBlock(number, new Hash(number, 0, branch, 1), START.getEpochSecond());
  }
}
