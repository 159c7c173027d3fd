package network.rei.dau.chain.endpoint.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FailuresByLoadTest {

  private final FailuresByLoad failures = new FailuresByLoad();

  private void record(int load, int answered, int failed) {
    for (int i = 0; i < answered + failed; i++) {
      failures.record(load, i >= failed);
    }
  }

  @Test
  void shouldBlameTheLoadWhileNothingIsKnownOfSmallerOnes() {
    failures.record(20, false);
    assertThat(failures.mayBeReason(20)).isTrue();
    assertThat(failures.isHalfBetter(20)).isTrue();
  }

  @Test
  void shouldNotBlameASingleCall() {
    record(1, 0, 5);
    assertThat(failures.mayBeReason(1)).isFalse();
    assertThat(failures.isHalfBetter(1)).isFalse();
  }

  @Test
  void shouldBlameTheLoadIfSmallerOnesDoNotFail() {
    record(10, 20, 0);
    failures.record(20, false);
    assertThat(failures.mayBeReason(20)).isTrue();
    assertThat(failures.isHalfBetter(20)).as("after one failure").isFalse();
    failures.record(20, false);
    assertThat(failures.isHalfBetter(20)).as("after two failures").isTrue();
  }

  @Test
  void shouldNotBlameTheLoadIfSmallerOnesFailAsOften() {
    record(10, 10, 10);
    record(20, 5, 5);
    assertThat(failures.mayBeReason(20)).isFalse();
    assertThat(failures.isHalfBetter(20)).isFalse();
  }

  @Test
  void shouldBlameALoadThatNeverSucceedsAlsoIfSmallerOnesOftenFail() {
    record(10, 10, 10);
    record(20, 0, 5);
    assertThat(failures.mayBeReason(20)).isTrue();
    assertThat(failures.isHalfBetter(20)).isTrue();
  }

  @Test
  void shouldKeepALoadOfWhichMoreThanHalfIsAnswered() {
    record(1, 20, 0);
    record(200, 12, 8);
    assertThat(failures.isHalfBetter(200)).isFalse();
    record(200, 0, 10);
    assertThat(failures.isHalfBetter(200)).isTrue();
  }

  @Test
  void shouldForgetWhatItKnewOfSmallerLoads() {
    record(10, 10, 10);
    record(200, 300, 0);
    failures.record(200, false);
    assertThat(failures.mayBeReason(200)).isTrue();
  }

  @Test
  void shouldSeldomBlameTheLoadIfHalfOfAllRequestsFail() {
    SplittableRandom random = new SplittableRandom(1);
    int blamed = 0;
    for (int i = 0; i < 1_000; i++) {
      int load = 1 << random.nextInt(8);
      boolean ok = random.nextBoolean();
      failures.record(load, ok);
      blamed += !ok && failures.mayBeReason(load) ? 1 : 0;
    }
    assertThat(blamed).isLessThan(50);
  }
}
