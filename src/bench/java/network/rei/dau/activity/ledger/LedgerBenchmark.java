package network.rei.dau.activity.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.count.WindowActivity;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Uniting the records of a window, each of about 8,000 addresses out of a population of 20,000: 24
 * are a day, 168 a week.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class LedgerBenchmark {

  private static final int CHUNK_SIZE = 1200;
  private static final int POPULATION = 20_000;
  private static final int ADDRESSES = 8_000;
  private static final long GENESIS = 1_700_000_000L;

  @Param({"24", "168"})
  private int records;

  private Ledger kept;
  private Ledger withOpen;
  private List<StoredRecord> sealing;
  private AddressIndex addresses;
  private RecordGroups groups;
  private Duration length;

  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    byte[][] population = new byte[POPULATION][Address.BYTES];
    for (byte[] address : population) {
      random.nextBytes(address);
    }
    length = Duration.ofHours(records);
    groups = RecordGroups.NONE;
    addresses = new AddressIndex(POPULATION);
    kept = Ledger.empty();
    Hash parent = hash(random);
    for (int i = 0; i < records; i++) {
      List<BlockActivity> blocks = blocks(i, population, parent, random);
      parent = blocks.get(CHUNK_SIZE - 1).hash();
      ChunkRecord record = ChunkRecord.of(new Chunk(i, CHUNK_SIZE), 0, blocks);
      requireSize(record);
      groups = groups.with(new LedgerRecord(record, Instant.EPOCH, addresses));
      if (i == records - 1) {
        List<BlockActivity> allButOne = blocks.subList(0, CHUNK_SIZE - 1);
        withOpen = kept.with(entry(ChunkRecord.of(record.chunk(), 0, allButOne)));
        withOpen.rolling(length);
        sealing = entry(record);
      }
      kept = kept.with(entry(record));
    }
    kept.rolling(length);
  }

  private static void requireSize(ChunkRecord record) {
    if (record.addressCount() != ADDRESSES) {
      throw new IllegalStateException(record + " has " + record.addressCount() + " addresses");
    }
  }

  private static List<StoredRecord> entry(ChunkRecord record) {
    return List.of(new StoredRecord(record, Instant.EPOCH));
  }

  /** The first answer after a start: nothing is united yet. */
  @Benchmark
  public WindowActivity uniteAll() {
    RecordGroups fresh = groups.map(record -> record);
    long last = fresh.last().orElseThrow().lastTimestamp();
    return WindowQuery.answer(
            fresh,
            new TimeSlice(TimeWindow.ofLast(length, last), true),
            OptionalLong.empty(),
            addresses)
        .activity();
  }

  /** Any later answer: groups of records are kept united. */
  @Benchmark
  public WindowActivity uniteKept() {
    return kept.rolling(length);
  }

  /** As nearly always: the window begins within a record, whose transactions are then read. */
  @Benchmark
  public WindowActivity uniteCut() {
    return kept.rolling(length.minusMinutes(30));
  }

  /** A block more in the newest record, and the answer after it. */
  @Benchmark
  public WindowActivity enterAndUnite() {
    return withOpen.with(sealing).rolling(length);
  }

  private static List<BlockActivity> blocks(
      int record, byte[][] population, Hash before, SplittableRandom random) {
    // 7 and the population have no common divisor: as many different senders as transactions.
    int offset = random.nextInt(POPULATION);
    List<BlockActivity> blocks = new ArrayList<>();
    BlockActivity.Builder transactions = new BlockActivity.Builder();
    Hash parent = before;
    int drawn = 0;
    for (int i = 0; i < CHUNK_SIZE; i++) {
      transactions.clear();
      while (drawn < (i + 1) * ADDRESSES / CHUNK_SIZE) {
        byte[] sender = population[(offset + 7 * drawn) % POPULATION];
        byte[] recipient = population[(offset + 7 * (drawn / 2)) % POPULATION];
        transactions.add(sender, drawn % 100 == 0 ? null : recipient, random.nextInt(20) == 0);
        drawn++;
      }
      Hash hash = hash(random);
      long number = (long) record * CHUNK_SIZE + i;
      blocks.add(transactions.build(new BlockHeader(number, hash, parent, GENESIS + 3 * number)));
      parent = hash;
    }
    return blocks;
  }

  private static Hash hash(SplittableRandom random) {
    return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }
}
