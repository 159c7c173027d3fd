package network.rei.dau.chain.endpoint.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is learned of the blocks that an endpoint serves. */
class ServedBlocksTest {

  private static final long HEAD = 10_000;

  private final ServedBlocks blocks = new ServedBlocks();
  private long now = Long.MAX_VALUE - 5;

  private void serve(long... numbers) {
    LongStream.of(numbers).forEach(number -> blocks.recordServed(number, now));
  }

  private void lack(long... numbers) {
    LongStream.of(numbers).forEach(number -> blocks.recordNotServed(number, now));
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void shouldKnowThatOldBlocksAreLackingAfterThreeOfThem() {
    serve(HEAD);
    lack(17, 18);
    assertThat(blocks.servesFrom()).isEmpty();
    assertThat(blocks.lacks(17, now)).isFalse();
    lack(900);
    serve(5_000);
    assertThat(blocks.servesFrom()).hasValue(5_000);
    assertThat(blocks.lacks(900, now)).isTrue();
    assertThat(blocks.lacks(1, now)).isTrue();
    assertThat(blocks.lacks(901, now)).isFalse();
  }

  @Test
  void shouldExtendWhatIsKnownByEachFurtherBlock() {
    serve(HEAD, 5_000);
    lack(1, 2, 3);
    lack(4_000);
    assertThat(blocks.lacks(4_000, now)).isTrue();
    assertThat(blocks.lacks(4_001, now)).isFalse();
    assertThat(blocks.servesFrom()).hasValue(5_000);
  }

  @Test
  void shouldNameTheLowestServedBlockAboveTheLackingOnes() {
    serve(HEAD);
    lack(100, 101, 102);
    assertThat(blocks.servesFrom()).hasValue(HEAD);
    serve(7_000, 103, 8_000);
    assertThat(blocks.servesFrom()).hasValue(103);
  }

  @Test
  void shouldLearnNothingOfBlockZero() {
    serve(HEAD, 0);
    lack(0);
    lack(5, 6, 7);
    serve(0);
    assertThat(blocks.lacks(7, now)).isTrue();
    assertThat(blocks.lacks(0, now)).isFalse();
  }

  @Test
  void shouldLearnNothingOfOneBlockThatIsAskedForAgainAndAgain() {
    serve(HEAD);
    lack(17, 17, 17, 17);
    assertThat(blocks.servesFrom()).isEmpty();
  }

  @Test
  void shouldLearnNothingOfTheNewestBlocks() {
    lack(1, 2, 3);
    serve(HEAD);
    lack(HEAD, HEAD - 1, HEAD - 2, HEAD - 3, HEAD + 1, HEAD + 1_000);
    assertThat(blocks.servesFrom()).isEmpty();
  }

  @Test
  void shouldLearnNothingOfBlocksAboveAServedOne() {
    serve(HEAD, 1_000);
    lack(2_000, 2_001, 2_002, 2_003);
    assertThat(blocks.servesFrom()).isEmpty();
    lack(500, 501);
    serve(400);
    lack(600, 450);
    assertThat(blocks.servesFrom()).isEmpty();
  }

  @Test
  void shouldFollowANodeThatLosesItsOldBlocks() {
    serve(HEAD, 1_000);
    lack(1, 2, 3);
    assertThat(blocks.servesFrom()).hasValue(1_000);
    pass(Duration.ofMinutes(3));
    serve(HEAD);
    lack(1_000, 1_001, 1_002);
    assertThat(blocks.lacks(1_000, now)).isTrue();
    serve(1_003);
    assertThat(blocks.servesFrom()).hasValue(1_003);
  }

  @Test
  void shouldForgetWhatItKnewWhenALowerBlockIsServed() {
    serve(HEAD);
    lack(1, 2, 3);
    serve(2);
    assertThat(blocks.servesFrom()).isEmpty();
    assertThat(blocks.lacks(1, now)).isFalse();
  }

  @Test
  void shouldPermitARequestEachMinute() {
    serve(HEAD);
    lack(1, 2, 3);
    pass(Duration.ofSeconds(59));
    assertThat(blocks.lacks(2, now)).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(blocks.lacks(2, now)).isFalse();
    assertThat(blocks.servesFrom()).hasValue(HEAD);
    blocks.recordRequested(2, now);
    assertThat(blocks.lacks(2, now)).as("while the answer is awaited").isTrue();
    pass(Duration.ofSeconds(59));
    lack(3);
    pass(Duration.ofSeconds(59));
    assertThat(blocks.lacks(2, now)).isTrue();
  }
}
