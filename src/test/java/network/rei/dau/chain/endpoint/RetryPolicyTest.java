package network.rei.dau.chain.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void shouldGrantThreeTriesForBadAnswersAndMoreForFailuresOfTheServer() {
    RetryPolicy policy =
        new RetryPolicy(
            3,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            new SplittableRandom(1));
    assertThat(tries(policy, RpcFailure.Cause.ANSWER)).isEqualTo(3);
    assertThat(tries(policy, RpcFailure.Cause.TIMEOUT)).isEqualTo(3);
    assertThat(tries(policy, RpcFailure.Cause.SERVER)).isEqualTo(9);
    assertThat(tries(policy, RpcFailure.Cause.RATE)).isEqualTo(36);
    assertThat(policy.deadlineNanos()).isEqualTo(33 * SECOND);
    assertThat(policy.delay(RpcFailure.Cause.ANSWER, 1, false, 1)).isEqualTo(SECOND / 10);
    assertThat(policy.delay(RpcFailure.Cause.ANSWER, 1, true, 1)).isZero();
    assertThat(policy.delay(RpcFailure.Cause.ANSWER, 3, true, 1)).isEqualTo(2 * SECOND);
  }

  private static int tries(RetryPolicy policy, RpcFailure.Cause cause) {
    int cost = 0;
    int tries = 0;
    while (!policy.isSpent(cost)) {
      cost += policy.cost(cause, 100);
      tries++;
    }
    return tries;
  }
}
