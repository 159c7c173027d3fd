package network.rei.dau.ingest.reorg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.ingest.StoredBlock;

/** The search for the newest stored block that is still on the chain. */
class ForkSearchTest {

  private final AtomicInteger rounds = new AtomicInteger();

  @Property(tries = 500)
  void shouldFindTheForkInFewRounds(
      @ForAll @IntRange(max = 10_000) int stored,
      @ForAll @IntRange(min = 1, max = 1200) int distance,
      @ForAll @IntRange(max = 10_000) int cut) {
    int shared = Math.min(stored, cut);

    ForkSearch.Result result = compare(stored, distance, shared, 0);

    assertThat(result.shared()).isEqualTo(shared - 1);
    assertThat(result.forked()).isEqualTo(shared);
    assertThat(result.onChain().isPresent()).isEqualTo(shared < stored);
    assertThat(rounds.get()).isLessThanOrEqualTo(5);
  }

  @Property(tries = 500)
  void shouldNotTakeABlockThatIsNotServedForOneThatLeftTheChain(
      @ForAll @IntRange(max = 10_000) int stored,
      @ForAll @IntRange(max = 10_000) int cut,
      @ForAll @IntRange(max = 10_000) int served) {
    int shared = Math.min(stored, cut);
    int servedFrom = Math.min(stored, served);

    ForkSearch.Result result = compare(stored, 1, shared, servedFrom);

    assertThat(result.shared()).isEqualTo(servedFrom < shared ? shared - 1 : -1);
    assertThat(result.forked()).isEqualTo(Math.max(shared, servedFrom));
    assertThat(rounds.get()).isLessThanOrEqualTo(8);
  }

  private ForkSearch.Result compare(int stored, int distance, int shared, int servedFrom) {
    List<StoredBlock> blocks = new ArrayList<>();
    for (int i = 0; i < stored; i++) {
      long number = (long) i * distance;
      blocks.add(new StoredBlock(number, hash(number, 0), number));
    }
    rounds.set(0);
    ForkSearch search =
        new ForkSearch(
            numbers -> {
              rounds.incrementAndGet();
              assertThat(numbers).hasSizeLessThanOrEqualTo(14);
              return CompletableFuture.completedFuture(
                  numbers.stream()
                      .map(n -> header(n, n < (long) shared * distance ? 0 : 1))
                      .map(header -> Optional.of(header).filter(h -> h.number() >= servedFrom))
                      .toList());
            });
    return search.compare(blocks).toCompletableFuture().join();
  }

  private static BlockHeader header(long number, int branch) {
    return new BlockHeader(number, hash(number, branch), Hash.ZERO, number);
  }

  private static Hash hash(long number, int branch) {
    return new Hash(branch, 0, 0, number);
  }
}
