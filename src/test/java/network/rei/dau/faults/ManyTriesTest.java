package network.rei.dau.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ManyTriesTest {

  private static final Mutation HEAD = new Mutation(1, Mutation.Kind.HEAD, 2, 3);
  private static final Mutation BYTE = new Mutation(4, Mutation.Kind.BYTE, 5, 6);
  private static final Mutation GZIP = new Mutation(7, Mutation.Kind.GZIP, 8, 9);

  @Test
  void shouldTryEachList() throws InterruptedException {
    Set<List<Mutation>> tried = ConcurrentHashMap.newKeySet();

    new ManyTries("each list", tried::add).all(List.of(List.of(HEAD), List.of(BYTE, GZIP)));

    assertThat(tried).containsExactlyInAnyOrder(List.of(HEAD), List.of(BYTE, GZIP));
  }

  @Test
  void shouldNameTheMutationsThatAFailureNeeds() {
    ManyTries tries =
        new ManyTries(
            "head and gzip",
            mutations -> {
              if (mutations.containsAll(List.of(HEAD, GZIP))) {
                throw new IOException("broken");
              }
            });

    assertThatThrownBy(
            () -> tries.all(List.of(List.of(HEAD), List.of(BYTE, HEAD, BYTE, GZIP, BYTE))))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "1 of 2 lists fail. The first without what is not needed: " + List.of(HEAD, GZIP))
        .hasRootCauseMessage("broken");
  }

  @Test
  void shouldSayThatAListDoesNotFailAgain() {
    AtomicBoolean failed = new AtomicBoolean();
    ManyTries tries =
        new ManyTries("once", mutations -> assertThat(failed.compareAndSet(false, true)).isFalse());

    assertThatThrownBy(() -> tries.all(List.of(List.of(HEAD))))
        .hasMessage(
            "1 of 1 lists fail. This one does not fail again if it is tried alone: "
                + List.of(HEAD));
  }
}
