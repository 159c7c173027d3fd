package network.rei.dau.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SharedCallTest {

  private final List<CompletableFuture<String>> calls = new ArrayList<>();
  private final SharedCall<String> call =
      new SharedCall<>(
          () -> {
            calls.add(new CompletableFuture<>());
            return calls.get(calls.size() - 1);
          });

  @Test
  void shouldMakeOneCallWhileAResultIsExpected() {
    CompletableFuture<String> first = call.result().toCompletableFuture();
    CompletableFuture<String> second = call.result().toCompletableFuture();

    calls.get(0).complete("result");

    assertThat(calls).hasSize(1);
    assertThat(first).isCompletedWithValue("result");
    assertThat(second).isCompletedWithValue("result");
  }

  @Test
  void shouldCallAgainAfterAResult() {
    call.result();
    calls.get(0).complete("old");

    CompletableFuture<String> later = call.result().toCompletableFuture();

    assertThat(later).isNotDone();
    calls.get(1).complete("new");
    assertThat(later).isCompletedWithValue("new");
  }

  @Test
  void shouldCallAgainAfterAFailure() {
    call.result();
    calls.get(0).completeExceptionally(new TimeoutException());

    assertThat(call.result().toCompletableFuture()).isNotDone();
    assertThat(calls).hasSize(2);
  }
}
