package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import network.rei.dau.chain.endpoint.RetryPolicy.FailedTry;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final RetryPolicy policy =
      new RetryPolicy(
          3,
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofMillis(100),
          new SplittableRandom(1));

  private static FailedTry failed(Cause cause) {
    return new FailedTry(cause, 100, false, 0);
  }

  @Test
  void shouldGrantThreeTriesForBadAnswersAndMoreForFailuresOfTheServer() {
    assertThat(tries(failed(Cause.ANSWER))).isEqualTo(3);
    assertThat(tries(failed(Cause.TIMEOUT))).isEqualTo(3);
    assertThat(tries(failed(Cause.SERVER))).isEqualTo(9);
    assertThat(tries(failed(Cause.RATE))).isEqualTo(36);
    assertThat(policy.deadlineNanos()).isEqualTo(33 * SECOND);
    assertThat(policy.delay(failed(Cause.ANSWER), 1, 120, false, 1)).isEqualTo(SECOND / 10);
    assertThat(policy.delay(failed(Cause.ANSWER), 1, 120, true, 1)).isZero();
    assertThat(policy.delay(failed(Cause.ANSWER), 3, 360, true, 1)).isEqualTo(2 * SECOND);
  }

  @Test
  void shouldGrantMoreTriesWhereManyRequestsFail() {
    for (Cause cause : new Cause[] {Cause.SERVER, Cause.CUT, Cause.CONNECT, Cause.TIMEOUT}) {
      int tries = tries(new FailedTry(cause, 100, true, 0));
      assertThat(tries(new FailedTry(cause, 100, true, 0.1))).isEqualTo(tries);
      // As unlikely as so many failures in a row of one request in ten.
      double half = tries(new FailedTry(cause, 100, true, 0.5));
      assertThat(Math.pow(0.5, half)).isCloseTo(Math.pow(0.1, tries), within(Math.pow(0.1, tries)));
      assertThat(tries(new FailedTry(cause, 100, true, 0.999))).isLessThanOrEqualTo(5 * tries);
    }
    assertThat(tries(new FailedTry(Cause.ANSWER, 100, false, 0.5))).isEqualTo(3);
    assertThat(tries(new FailedTry(Cause.TIMEOUT, 100, false, 0.5))).isEqualTo(3);
    assertThat(tries(new FailedTry(Cause.RATE, 100, false, 0.5))).isEqualTo(36);
  }

  @Test
  void shouldLeaveAWholeTryToACallThatIsGivenUpEarly() {
    FailedTry early = new FailedTry(Cause.TIMEOUT, 100, true, 0);
    int spent = 0;
    for (int i = 0; i < 6; i++) {
      assertThat(policy.mayBeGivenUpEarly(spent)).isTrue();
      spent += policy.cost(early);
    }
    assertThat(policy.mayBeGivenUpEarly(spent)).isFalse();
    assertThat(policy.isSpent(spent)).isFalse();
    spent += policy.cost(failed(Cause.TIMEOUT));
    assertThat(policy.isSpent(spent)).isTrue();
  }

  private int tries(FailedTry failed) {
    int cost = 0;
    int tries = 0;
    while (!policy.isSpent(cost)) {
      cost += policy.cost(failed);
      tries++;
    }
    return tries;
  }
}
