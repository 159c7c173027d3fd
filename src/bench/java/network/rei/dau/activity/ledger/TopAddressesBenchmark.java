package network.rei.dau.activity.ledger;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.concentration.Concentration;
import network.rei.dau.activity.ledger.count.TransactionCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;
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
 * The busiest addresses of {@linkplain BenchmarkWeek seven days} with 70 million transactions. Most
 * of the three million addresses are rare and some are in every record.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class TopAddressesBenchmark {

  private static final int POPULATION = 3_000_000;
  private static final double SKEW = 10;

  @Param({"20", "1000"})
  private int limit;

  private Ledger ledger;
  private WindowActivity week;

  @Setup
  public void fill() {
    ledger = BenchmarkWeek.ledger(TopAddressesBenchmark::add);
    week = ledger.during(new TimeWindow(BenchmarkWeek.GENESIS, Long.MAX_VALUE));
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

  /** The window begins within a record, as most windows do. */
  private TransactionCountsByAddress counts() {
    return ledger.transactionCounts(
        new TimeWindow(BenchmarkWeek.GENESIS + 1800, Long.MAX_VALUE),
        ledger.filter(SystemRules.NONE));
  }

  private static void add(BlockActivity.Builder transactions, SplittableRandom random) {
    transactions.add(address(random), random.nextInt(100) == 0 ? null : address(random), false);
  }

  private static byte[] address(SplittableRandom random) {
    double draw = random.nextDouble();
    long account = (long) (POPULATION * Math.pow(draw, SKEW));
    byte[] address = new byte[Address.BYTES];
    new SplittableRandom(account).nextBytes(address);
    return address;
  }
}
