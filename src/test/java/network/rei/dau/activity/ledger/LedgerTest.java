package network.rei.dau.activity.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.Ledgers;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.DayActivity;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final int CHUNK_SIZE = 10;

  @Test
  void shouldKnowNothingWhileItIsEmpty() {
    Ledger ledger = Ledger.empty();

    assertThat(ledger.isEmpty()).isTrue();
    assertThat(ledger.records()).isEmpty();
    assertThat(ledger.first()).isEmpty();
    assertThat(ledger.last()).isEmpty();
    assertThat(ledger.record(0)).isEmpty();
    assertThat(ledger.daysOfLast(Duration.ofDays(36_500))).isEmpty();
    assertThat(ledger.olderThan(Duration.ZERO, LocalDate.MAX, Long.MAX_VALUE)).isEmpty();
    assertThat(ledger.recordsOfLast(Duration.ofDays(1))).isEmpty();
    assertThat(
            List.of(
                ledger.rolling(Duration.ofDays(1)),
                ledger.during(new TimeWindow(0, 100)),
                ledger.between(new BlockRange(0, 100))))
        .allSatisfy(
            activity -> {
              assertThat(activity.counts()).isEqualTo(ActivityCounts.NONE);
              assertThat(activity.span()).isEmpty();
              assertThat(activity.missingBlocks()).isEmpty();
              assertThat(activity.complete()).isFalse();
            });
  }

  @Test
  void shouldCountAnAddressOnceHoweverManyRecordsItIsIn() {
    Ledger ledger = ledger(0, 40);

    WindowActivity all = ledger.rolling(Duration.ofDays(1));
    assertThat(all.counts())
        .isEqualTo(new ActivityCounts(400, 400, 2, 1, 1, 1, 0, BruteForce.unknownTraffic(0)));
    assertThat(all.records()).isEqualTo(40);
    assertThat(all.complete()).isTrue();
  }

  @Test
  void shouldEndARollingWindowAtTheLastBlockWhicheverItsLength() {
    Ledger ledger = ledger(0, 4);

    assertThat(ledger.rolling(Duration.ofSeconds(6)).counts().blocks()).isEqualTo(2);
    assertThat(ledger.rolling(Duration.ofSeconds(7)).counts().blocks()).isEqualTo(3);
    assertThat(ledger.rolling(Duration.ofMillis(6001)).counts().blocks()).isEqualTo(3);
    assertThat(ledger.rolling(Duration.ofMillis(1)).counts().blocks()).isEqualTo(1);
    assertThat(ledger.rolling(Duration.ZERO).counts().blocks()).isZero();
  }

  @Test
  void shouldNotKnowWhatIsMissingBeforeTheFirstStoredBlock() {
    Ledger ledger = ledger(5, 9);
    long first = ledger.first().orElseThrow().firstTimestamp();

    WindowActivity unknown = ledger.during(new TimeWindow(first, first + 30));
    assertThat(unknown.missingBlocks()).isEmpty();
    assertThat(unknown.complete()).isFalse();
    WindowActivity known = ledger.during(new TimeWindow(first + 1, first + 30));
    assertThat(known.missingBlocks()).hasValue(0);
    assertThat(known.complete()).isTrue();
  }

  @Test
  void shouldCountAGapWholeWhereTheWindowBeginsInIt() {
    Ledger ledger = ledger(0, 5).without(List.of(2L));

    WindowActivity activity = ledger.during(new TimeWindow(time(25), time(35)));
    assertThat(activity.counts().blocks()).isEqualTo(5);
    assertThat(activity.missingBlocks()).hasValue(10);
    assertThat(activity.complete()).isFalse();
    assertThat(ledger.between(new BlockRange(25, 34)).missingBlocks()).hasValue(5);
  }

  @Test
  void shouldWaitForALaterBlockBeforeItCallsAWindowComplete() {
    Ledger ledger = ledger(0, 1);

    assertThat(ledger.during(new TimeWindow(time(0), time(9))).complete()).isTrue();
    assertThat(ledger.during(new TimeWindow(time(0), time(9) + 1)).complete()).isFalse();
    assertThat(ledger.between(new BlockRange(0, 9)).complete()).isTrue();
    assertThat(ledger.between(new BlockRange(0, 10)).complete()).isFalse();
  }

  @Test
  void shouldSplitDaysAtMidnightUtcNewestFirst() {
    LocalDate second = LocalDate.of(2023, 11, 14);
    List<BlockActivity> blocks = new ArrayList<>();
    long midnight = second.toEpochDay() * 86_400;
    for (int i = 0; i < 5; i++) {
      blocks.add(block(i, midnight - 6 + 3L * i, 1, 2).toActivity());
    }
    Ledger ledger = Ledger.empty().with(List.of(entry(ChunkRecord.of(chunk(0), 0, blocks))));

    assertThat(ledger.daysOfLast(Duration.ofDays(36_500)))
        .extracting(DayActivity::date)
        .containsExactly(second, second.minusDays(1));
    assertThat(ledger.daysOfLast(Duration.ofDays(36_500)))
        .extracting(day -> day.activity().counts().blocks())
        .containsExactly(3L, 2L);
    assertThat(ledger.daysOfLast(Duration.ofDays(36_500)))
        .extracting(day -> day.activity().complete())
        .containsExactly(false, true);
  }

  @Test
  void shouldKeepOneRecordThatBeginsBeforeTheRetentionAndNoMore() {
    Ledger ledger = ledger(0, 20);

    assertThat(ledger.olderThan(Duration.ofSeconds(88), LocalDate.MAX, Long.MAX_VALUE))
        .containsExactlyElementsOf(LongStream.range(0, 16).boxed().toList());
    assertThat(ledger.olderThan(Duration.ofSeconds(87), LocalDate.MAX, Long.MAX_VALUE))
        .containsExactlyElementsOf(LongStream.range(0, 17).boxed().toList());
    assertThat(ledger.olderThan(Duration.ofDays(1), LocalDate.MAX, Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void shouldForgetTheAddressesOfRemovedRecordsAndAnswerTheSame() {
    List<ChunkRecord> records = new ArrayList<>();
    for (int chunk = 0; chunk < 40; chunk++) {
      records.add(recordOfNewAddresses(chunk, 150));
    }
    Ledger ledger = Ledger.empty().with(records.stream().map(LedgerTest::entry).toList());
    assertThat(ledger.rolling(Duration.ofDays(1)).counts().addresses()).isEqualTo(40 * 150);

    List<Long> old = LongStream.range(0, 35).boxed().toList();
    Ledger pruned = ledger.without(old).compacted();
    assertThat(ledger.addresses().size()).isEqualTo(40 * 150);
    assertThat(pruned.addresses().size()).isEqualTo(5 * 150);

    Ledger grown =
        pruned.with(List.of(entry(recordOfNewAddresses(40, 150)), entry(records.get(3))));

    assertThat(grown.addresses().size()).isEqualTo(7 * 150);
    for (long chunk = 35; chunk < 40; chunk++) {
      assertThat(Ledgers.addresses(pruned.record(chunk).orElseThrow()))
          .isEqualTo(Ledgers.addresses(ledger.record(chunk).orElseThrow()));
      assertThat(grown.record(chunk).orElseThrow().counts())
          .isEqualTo(ledger.record(chunk).orElseThrow().counts());
    }
    assertThat(pruned.rolling(Duration.ofDays(1)).counts().addresses()).isEqualTo(5 * 150);
    assertThat(grown.rolling(Duration.ofDays(1)).counts().addresses()).isEqualTo(7 * 150);
    assertThat(grown.rolling(Duration.ofSeconds(150)).counts().addresses()).isEqualTo(5 * 150);
    assertThat(ledger.rolling(Duration.ofDays(1)).counts().addresses()).isEqualTo(40 * 150);
  }

  @Test
  void shouldLetALaterGenerationReplaceALongerRecord() {
    Ledger ledger = ledger(0, 3);
    ChunkRecord corrected =
        ChunkRecord.of(chunk(2), 1, List.of(block(20, time(20), 8, 9).toActivity()));

    Ledger after = ledger.with(List.of(entry(corrected)));
    Ledger stale = after.with(List.of(entry(record(2))));

    assertThat(after.last().orElseThrow().lastBlock()).isEqualTo(20);
    assertThat(after.rolling(Duration.ofDays(1)).counts().addresses()).isEqualTo(4);
    assertThat(stale.last().orElseThrow().generation()).isEqualTo(1);
    assertThat(ledger.rolling(Duration.ofDays(1)).counts().addresses()).isEqualTo(2);
  }

  @Test
  void shouldKeepTheRecordThatItHasWhenTheSameComesAgain() {
    Ledger ledger = ledger(0, 3);
    Instant later = Instant.EPOCH.plusSeconds(60);

    Ledger again = ledger.with(List.of(new StoredRecord(record(1), later)));

    assertThat(again.record(1).orElseThrow().storedAt()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void shouldRefuseWindowsThatEndBeforeTheyBegin() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TimeWindow(2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new BlockRange(2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new BlockRange(-1, 1));
  }

  private static Ledger ledger(int firstChunk, int endChunk) {
    return Ledger.empty()
        .with(
            LongStream.range(firstChunk, endChunk).mapToObj(c -> entry(record((int) c))).toList());
  }

  /** Blocks 3 s apart, in each one transaction between the same two. */
  private static ChunkRecord record(int chunk) {
    List<BlockActivity> blocks = new ArrayList<>();
    for (long number = chunk(chunk).firstBlock(); number <= chunk(chunk).lastBlock(); number++) {
      blocks.add(block(number, time(number), 1, 2).toActivity());
    }
    return ChunkRecord.of(chunk(chunk), 0, blocks);
  }

  /** One block with this many addresses that no other chunk has. */
  private static ChunkRecord recordOfNewAddresses(int chunk, int count) {
    List<RawTransaction> transactions = new ArrayList<>();
    for (int i = 0; i < count; i += 2) {
      transactions.add(new RawTransaction(chunk * count + i, chunk * count + i + 1, 1));
    }
    long number = chunk(chunk).firstBlock();
    RawBlock block = new RawBlock(number, time(number), 0, 0, transactions);
    return ChunkRecord.of(chunk(chunk), 0, List.of(block.toActivity()));
  }

  private static RawBlock block(long number, long timestamp, int from, int to) {
    return new RawBlock(
        number, timestamp, 0, 0, List.of(new RawTransaction(from, to, number == 0 ? 0 : 1)));
  }

  private static long time(long number) {
    return 1_700_000_000 + 3 * number;
  }

  private static Chunk chunk(int index) {
    return new Chunk(index, CHUNK_SIZE);
  }

  private static StoredRecord entry(ChunkRecord record) {
    return new StoredRecord(record, Instant.EPOCH);
  }
}
