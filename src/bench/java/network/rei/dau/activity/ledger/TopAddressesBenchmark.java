package network.rei.dau.activity.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.concentration.Concentration;
import network.rei.dau.activity.rule.SystemRules;
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
 * The busiest addresses of seven days with 70 million transactions, which are 168 records with 350
 * transactions a block. Most of the three million addresses are rare and some are in every record.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class TopAddressesBenchmark {

  private static final int RECORDS = 168;
  private static final int CHUNK_SIZE = 1200;
  private static final int TRANSACTIONS_PER_BLOCK = 350;
  private static final int POPULATION = 3_000_000;
  private static final double SKEW = 10;
  private static final long GENESIS = 1_700_000_000L;

  @Param({"20", "1000"})
  private int limit;

  private Ledger ledger;
  private WindowActivity week;

  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    ledger = Ledger.empty();
    Hash parent = hash(random);
    for (int record = 0; record < RECORDS; record++) {
      List<BlockActivity> blocks = blocks(record, parent, random);
      parent = blocks.get(CHUNK_SIZE - 1).hash();
      ledger =
          ledger.with(
              List.of(
                  new StoredRecord(
                      ChunkRecord.of(new Chunk(record, CHUNK_SIZE), 0, blocks), Instant.EPOCH)));
    }
    week = ledger.during(new TimeWindow(GENESIS, Long.MAX_VALUE));
  }

  @Benchmark
  public List<TransactionCountsByAddress.Entry> busiest() {
    return counts().busiest(TransactionCounts.Role.TOTAL, limit);
  }

  /** As the answer is computed, with the number of all addresses. */
  @Benchmark
  public long busiestAndCount() {
    TransactionCountsByAddress counts = counts();
    return counts.count(TransactionCounts.Role.TOTAL)
        + counts.busiest(TransactionCounts.Role.TOTAL, limit).size();
  }

  /** As {@code /api/v1/concentration} is computed, without the coverage of the window. */
  @Benchmark
  public Optional<Concentration> concentration() {
    return ledger.senderCounts(ledger.filter(SystemRules.NONE)).concentration(week);
  }

  private TransactionCountsByAddress counts() {
    return ledger.transactionCounts(new TimeWindow(GENESIS, Long.MAX_VALUE));
  }

  private static List<BlockActivity> blocks(int record, Hash before, SplittableRandom random) {
    List<BlockActivity> blocks = new ArrayList<>();
    BlockActivity.Builder transactions = new BlockActivity.Builder();
    Hash parent = before;
    for (int i = 0; i < CHUNK_SIZE; i++) {
      transactions.clear();
      for (int t = 0; t < TRANSACTIONS_PER_BLOCK; t++) {
        transactions.add(address(random), random.nextInt(100) == 0 ? null : address(random), false);
      }
      Hash hash = hash(random);
      long number = (long) record * CHUNK_SIZE + i;
      blocks.add(transactions.build(new BlockHeader(number, hash, parent, GENESIS + 3 * number)));
      parent = hash;
    }
    return blocks;
  }

  private static byte[] address(SplittableRandom random) {
    double draw = random.nextDouble();
    long account = (long) (POPULATION * Math.pow(draw, SKEW));
    byte[] address = new byte[Address.BYTES];
    new SplittableRandom(account).nextBytes(address);
    return address;
  }

  private static Hash hash(SplittableRandom random) {
    return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }
}
