package network.rei.dau.ingest.reorg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.ingest.reorg.ForkSearch.StoredBlock;

/** The search for the newest stored block that is still on the chain. */
class ForkSearchTest {

  @Property(tries = 500)
  void shouldFindTheForkInFewRounds(
      @ForAll @IntRange(max = 10_000) int stored,
      @ForAll @IntRange(min = 1, max = 1200) int distance,
      @ForAll @IntRange(max = 10_000) int cut) {
    int shared = Math.min(stored, cut);
    List<StoredBlock> blocks = new ArrayList<>();
    for (int i = 0; i < stored; i++) {
      blocks.add(new StoredBlock((long) i * distance, hash((long) i * distance, 0)));
    }
    AtomicInteger rounds = new AtomicInteger();
    ForkSearch search =
        new ForkSearch(
            numbers -> {
              rounds.incrementAndGet();
              assertThat(numbers).hasSizeLessThanOrEqualTo(14);
              return CompletableFuture.completedFuture(
                  numbers.stream()
                      .map(n -> header(n, n < (long) shared * distance ? 0 : 1))
                      .toList());
            });

    assertThat(search.newestShared(blocks).toCompletableFuture().join()).isEqualTo(shared - 1);
    assertThat(rounds.get()).isLessThanOrEqualTo(5);
  }

  private static BlockHeader header(long number, int branch) {
    return new BlockHeader(number, hash(number, branch), Hash.ZERO, number);
  }

  private static Hash hash(long number, int branch) {
    return new Hash(branch, 0, 0, number);
  }
}
