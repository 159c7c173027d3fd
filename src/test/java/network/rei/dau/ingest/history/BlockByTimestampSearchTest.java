package network.rei.dau.ingest.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.Test;

class BlockByTimestampSearchTest {

  private static final long DAY = 86_400;

  @Property(tries = 300)
  void shouldFindTheStartOnUnevenChains(
      @ForAll @IntRange(min = 1, max = 20_000) int length,
      @ForAll @IntRange(min = 1, max = 1_300) int chunkSize,
      @ForAll Random random) {
    Headers chain = new Headers(uneven(length, random));
    long timestamp = chain.someTimestamp(random);

    long found = chain.find(timestamp, chunkSize);

    assertThat(found / chunkSize).isEqualTo(chain.lastNotAfter(timestamp) / chunkSize);
    assertThat(chain.rounds).as("rounds").isLessThanOrEqualTo(8);
    assertThat(chain.largest).as("headers in a request").isLessThanOrEqualTo(30);
  }

  @Property(tries = 100)
  void shouldTakeAtMostThreeRoundsOnRegularChains(
      @ForAll @LongRange(min = 0, max = 5_000_000) long length,
      @ForAll @IntRange(min = 1, max = 15) int seconds,
      @ForAll @LongRange(min = 1, max = 40 * DAY) long window) {
    RegularHeaders chain = new RegularHeaders(seconds);
    BlockHeader head = chain.header(length);
    long timestamp = head.timestamp() - window;

    long found =
        new BlockByTimestampSearch(chain::headers, timestamp, 1200)
            .start(head)
            .toCompletableFuture()
            .join()
            .block();

    long expected = Math.max(0, Math.floorDiv(timestamp - TestBlocks.START, seconds));
    assertThat(found / 1200).isEqualTo(expected / 1200);
    assertThat(chain.rounds).isLessThanOrEqualTo(3);
  }

  @Property(tries = 300)
  void shouldNotShortenTheWindowBecauseOfSingleBlocksThatAreNotServed(
      @ForAll @IntRange(min = 2, max = 20_000) int length,
      @ForAll @IntRange(min = 1, max = 1_300) int chunkSize,
      @ForAll Random random) {
    Headers chain = new Headers(uneven(length, random));
    long timestamp = chain.someTimestamp(random);
    Set<Long> missing =
        random
            .longs(random.nextInt(40), 0, length - 1)
            .map(block -> block / 2 * 2)
            .filter(block -> block > 0 && block < length - 1)
            .boxed()
            .collect(Collectors.toSet());
    chain.absent = missing::contains;

    BlockByTimestampSearch.Start found = chain.start(timestamp, chunkSize);

    assertThat(found.servedFrom()).isEmpty();
    assertThat(found.block() / chunkSize)
        .isLessThanOrEqualTo(Math.max(0, chain.lastNotAfter(timestamp)) / chunkSize);
    assertThat(chain.rounds).as("rounds").isLessThanOrEqualTo(30);
    assertThat(chain.largest).as("headers in a request").isLessThanOrEqualTo(30);
  }

  @Test
  void shouldNotTakeBlock0ForAProofOfTheBlocksAboveIt() {
    Headers chain = new Headers(uneven(1_000, new Random(1)));
    chain.absent = number -> number > 0 && number < 400;

    BlockByTimestampSearch.Start found = chain.start(chain.timestamps[0] - 1, 100);

    assertThat(found.block() / 100).isEqualTo(4);
    assertThat(found.servedFrom()).hasValue(found.block());
  }

  @Property(tries = 300)
  void shouldBeginAtTheOldestBlockOfANodeWithoutHistory(
      @ForAll @IntRange(min = 2, max = 20_000) int length,
      @ForAll @IntRange(min = 1, max = 1_300) int chunkSize,
      @ForAll boolean servesBlock0,
      @ForAll Random random) {
    Headers chain = new Headers(uneven(length, random));
    long timestamp = chain.someTimestamp(random);
    long oldest = 1L + random.nextInt(length - 1);
    chain.absent = number -> number < oldest && !(servesBlock0 && number == 0);

    BlockByTimestampSearch.Start found = chain.start(timestamp, chunkSize);

    long last = chain.lastNotAfter(timestamp);
    if (last >= oldest) {
      assertThat(found.block() / chunkSize).isEqualTo(last / chunkSize);
      assertThat(found.servedFrom().isEmpty() || (oldest - 1) / chunkSize == last / chunkSize)
          .as("the chunk can be fetched, or is said not to be served")
          .isTrue();
    } else {
      assertThat(found.servedFrom().orElse(found.block())).isEqualTo(found.block());
      if (found.block() == 0) {
        assertThat(oldest == 1 || oldest < chunkSize).as("block 0 is needed").isTrue();
      } else {
        assertThat(found.block()).isGreaterThanOrEqualTo(oldest);
        assertThat(found.block() / chunkSize).isEqualTo(oldest / chunkSize);
      }
    }
    assertThat(chain.rounds).as("rounds").isLessThanOrEqualTo(20);
    assertThat(chain.largest).as("headers in a request").isLessThanOrEqualTo(30);
  }

  @Property(tries = 200)
  void shouldEndWhateverEndpointsAnswer(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE - 1) long head, @ForAll Random random) {
    int[] rounds = {0};
    BlockByTimestampSearch.Start found =
        new BlockByTimestampSearch(
                numbers -> {
                  rounds[0]++;
                  assertThat(numbers).allMatch(number -> number >= 0 && number < head);
                  return CompletableFuture.completedFuture(
                      numbers.stream()
                          .map(
                              number ->
                                  random.nextInt(3) == 0
                                      ? Optional.<BlockHeader>empty()
                                      : Optional.of(headerAt(number, random.nextInt(1000))))
                          .toList());
                },
                500,
                1200)
            .start(headerAt(head, 501))
            .toCompletableFuture()
            .join();

    assertThat(found.block()).isBetween(0L, head);
    assertThat(rounds[0]).isLessThanOrEqualTo(100);
  }

  @Test
  void shouldFindTheOldestServedBlockOfThirtyMillionInAFewRounds() {
    RegularHeaders chain = new RegularHeaders(3);
    long oldest = 29_900_000;
    BlockHeader head = chain.header(30_000_003);

    BlockByTimestampSearch.Start found =
        new BlockByTimestampSearch(
                numbers ->
                    chain
                        .headers(numbers)
                        .thenApply(
                            headers ->
                                headers.stream()
                                    .map(
                                        header ->
                                            header.filter(
                                                block ->
                                                    block.number() == 0
                                                        || block.number() >= oldest))
                                    .toList()),
                head.timestamp() - 7 * DAY,
                1200)
            .start(head)
            .toCompletableFuture()
            .join();

    assertThat(found.block() / 1200).isEqualTo(oldest / 1200);
    assertThat(found.servedFrom()).isPresent();
    assertThat(chain.rounds).isLessThanOrEqualTo(8);
  }

  private static BlockHeader headerAt(long number, long timestamp) {
    return new BlockHeader(number, TestBlocks.hash(number), TestBlocks.hash(number - 1), timestamp);
  }

  @Test
  void shouldAcceptAGenesisBlockYearsOlderThanItsChild() {
    long[] timestamps = new long[50_000];
    for (int i = 1; i < timestamps.length; i++) {
      timestamps[i] = 1_700_000_000L + 3L * i;
    }
    Headers chain = new Headers(timestamps);

    assertThat(chain.find(1_699_999_999L, 1200)).isZero();
    assertThat(chain.find(1_700_000_000L + 3L * 7000, 1200) / 1200).isEqualTo(7000 / 1200);
    assertThat(chain.rounds).isLessThanOrEqualTo(12);
  }

  @Test
  void shouldReturnBlock0IfTheChainIsShorterThanTheWindow() {
    Headers chain = new Headers(new long[] {100, 103, 106});

    assertThat(chain.find(50, 1200)).isZero();
    assertThat(new Headers(new long[] {100}).find(99, 1)).isZero();
  }

  @Test
  void shouldReturnTheLastBlockWithTheTimestampOfTheStart() {
    Headers chain = new Headers(new long[] {100, 103, 103, 103, 106, 109});

    assertThat(chain.find(103, 1)).isEqualTo(3);
    assertThat(chain.find(102, 1)).isZero();
    assertThat(chain.find(109, 1)).isEqualTo(5);
  }

  @Test
  void shouldFindTheStartInARecordThatSpansIt() {
    List<LedgerRecord> records = stored(3, 4, 5);

    assertThat(BlockByTimestampSearch.among(records, TestBlocks.header(45).timestamp()))
        .contains(40L);
    assertThat(BlockByTimestampSearch.among(records, TestBlocks.header(40).timestamp()))
        .contains(40L);
    assertThat(BlockByTimestampSearch.among(records, TestBlocks.header(40).timestamp() - 1))
        .contains(30L);
  }

  @Test
  void shouldNotFindAStartInAGapOfTheRecords() {
    List<LedgerRecord> records = stored(3, 6);

    assertThat(BlockByTimestampSearch.among(records, TestBlocks.header(45).timestamp())).isEmpty();
    assertThat(BlockByTimestampSearch.among(records, TestBlocks.header(39).timestamp())).isEmpty();
    assertThat(BlockByTimestampSearch.among(records, TestBlocks.header(38).timestamp()))
        .contains(30L);
    assertThat(BlockByTimestampSearch.among(records, TestBlocks.header(29).timestamp())).isEmpty();
    assertThat(BlockByTimestampSearch.among(records, TestBlocks.header(80).timestamp())).isEmpty();
    assertThat(BlockByTimestampSearch.among(List.of(), 0)).isEmpty();
  }

  private static List<LedgerRecord> stored(long... indexes) {
    return Ledger.empty()
        .with(
            Arrays.stream(indexes)
                .mapToObj(index -> new Chunk(index, 10))
                .map(chunk -> TestBlocks.record(chunk, chunk.lastBlock()))
                .map(record -> new StoredRecord(record, Instant.EPOCH))
                .toList())
        .records();
  }

  /**
   * Returns ascending timestamps, with equal ones, long pauses and, sometimes, a genesis block that
   * is years older than its child.
   */
  private static long[] uneven(int length, Random random) {
    long[] timestamps = new long[length];
    timestamps[0] = 1_000_000_000;
    for (int i = 1; i < length; i++) {
      int dice = random.nextInt(200);
      long gap = dice == 0 ? random.nextInt(50_000) : dice < 60 ? 0 : random.nextInt(20);
      timestamps[i] = timestamps[i - 1] + (i == 1 && random.nextBoolean() ? 100_000_000 : gap);
    }
    return timestamps;
  }

  /** A chain of timestamps that counts its requests. */
  private static final class Headers {
    private final long[] timestamps;
    private LongPredicate absent = number -> false;
    private int rounds;
    private int largest;

    Headers(long[] timestamps) {
      this.timestamps = timestamps;
    }

    long find(long timestamp, int chunkSize) {
      return start(timestamp, chunkSize).block();
    }

    BlockByTimestampSearch.Start start(long timestamp, int chunkSize) {
      return new BlockByTimestampSearch(this::headers, timestamp, chunkSize)
          .start(header(timestamps.length - 1))
          .toCompletableFuture()
          .join();
    }

    private CompletionStage<List<Optional<BlockHeader>>> headers(List<Long> numbers) {
      rounds++;
      largest = Math.max(largest, numbers.size());
      List<Optional<BlockHeader>> headers = new ArrayList<>();
      numbers.forEach(
          number ->
              headers.add(absent.test(number) ? Optional.empty() : Optional.of(header(number))));
      return CompletableFuture.completedFuture(headers);
    }

    private BlockHeader header(long number) {
      return new BlockHeader(
          number, TestBlocks.hash(number), TestBlocks.hash(number - 1), timestamps[(int) number]);
    }

    long someTimestamp(Random random) {
      return timestamps[random.nextInt(timestamps.length)] - random.nextInt(3);
    }

    /** Returns the expected block by a linear search; 0 if every block is later. */
    long lastNotAfter(long timestamp) {
      long last = 0;
      for (int i = 0; i < timestamps.length; i++) {
        if (timestamps[i] <= timestamp) {
          last = i;
        }
      }
      return last;
    }
  }

  private static final class RegularHeaders {
    private final int seconds;
    private int rounds;

    RegularHeaders(int seconds) {
      this.seconds = seconds;
    }

    private BlockHeader header(long number) {
      return new BlockHeader(
          number,
          TestBlocks.hash(number),
          TestBlocks.hash(number - 1),
          TestBlocks.START + number * seconds);
    }

    private CompletionStage<List<Optional<BlockHeader>>> headers(List<Long> numbers) {
      rounds++;
      Stream<Optional<BlockHeader>> headers = numbers.stream().map(this::header).map(Optional::of);
      return CompletableFuture.completedFuture(headers.toList());
    }
  }
}
