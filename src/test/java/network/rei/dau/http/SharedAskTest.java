package network.rei.dau.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SharedAskTest {

  private final List<CompletableFuture<String>> asked = new ArrayList<>();
  private final SharedAsk<String> ask =
      new SharedAsk<>(
          () -> {
            asked.add(new CompletableFuture<>());
            return asked.get(asked.size() - 1);
          });

  @Test
  void shouldSendOneMessageWhileAReplyIsExpected() {
    CompletableFuture<String> first = ask.reply().toCompletableFuture();
    CompletableFuture<String> second = ask.reply().toCompletableFuture();

    asked.get(0).complete("reply");

    assertThat(asked).hasSize(1);
    assertThat(first).isCompletedWithValue("reply");
    assertThat(second).isCompletedWithValue("reply");
  }

  @Test
  void shouldAskAgainAfterAReply() {
    ask.reply();
    asked.get(0).complete("old");

    CompletableFuture<String> later = ask.reply().toCompletableFuture();

    assertThat(later).isNotDone();
    asked.get(1).complete("new");
    assertThat(later).isCompletedWithValue("new");
  }

  @Test
  void shouldAskAgainAfterAFailure() {
    ask.reply();
    asked.get(0).completeExceptionally(new TimeoutException());

    assertThat(ask.reply().toCompletableFuture()).isNotDone();
    assertThat(asked).hasSize(2);
  }
}
