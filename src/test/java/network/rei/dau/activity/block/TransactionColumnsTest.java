package network.rei.dau.activity.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransactionColumnsTest {

  private static final int[] STARTS = {0, 2, 2, 3};
  private static final int[] SENDERS = {4, ~0, 1};
  private static final int[] RECIPIENTS = {0, ChunkRecord.NO_RECIPIENT, 4};

  private final TransactionColumns columns =
      new TransactionColumns(STARTS, SENDERS, RECIPIENTS, Optional.empty());

  @Test
  void shouldVisitTransactionsWithTheirPlaces() {
    assertThat(visited(0, 3)).containsExactly("0 0 4 0 false", "0 1 0 -1 true", "2 2 1 4 false");
    assertThat(visited(1, 3)).containsExactly("2 2 1 4 false");
    assertThat(visited(1, 2)).isEmpty();
  }

  private List<String> visited(int start, int end) {
    List<String> visited = new ArrayList<>();
    columns.forEachTransaction(
        start,
        end,
        (block, transaction, sender, recipient, nonceZero) ->
            visited.add(
                block + " " + transaction + " " + sender + " " + recipient + " " + nonceZero));
    return visited;
  }

  @Test
  void shouldRefuseTheDetailsOfOtherTransactions() {
    TransactionDetails details =
        new TransactionDetails.Builder()
            .add(new TransactionKind(false, true, false, 0, false, 0))
            .build();
    assertThatThrownBy(
            () -> new TransactionColumns(STARTS, SENDERS, RECIPIENTS, Optional.of(details)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
