package network.rei.dau.activity.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.TransactionKind;
import network.rei.dau.activity.ledger.BenchmarkWeek;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.RecordCache;
import network.rei.dau.activity.period.PeriodCalendar;
import network.rei.dau.activity.period.Resolution;
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
 * The users of contracts over {@linkplain BenchmarkWeek seven days} with 70 million transactions.
 * Three of five transactions are calls of 20,000 contracts, of which few have most calls; the
 * others are transfers. The senders are three million, most of them rare. One transaction of thirty
 * has nonce 0, and is of any of the senders.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
public class ContractsBenchmark {

  private static final int SENDERS = 3_000_000;
  private static final int CONTRACTS = 20_000;
  private static final double SKEW_OF_SENDERS = 6;
  private static final double SKEW_OF_CONTRACTS = 5;

  private static final byte[] ADDRESSES = addresses();

  @Param({"1", "7"})
  int days;

  private Ledger ledger;

  @Setup
  public void fill() {
    ledger = BenchmarkWeek.ledger(ContractsBenchmark::add).with(new RecordCache(64 << 20));
  }

  /** As the answer of {@code /api/v1/contracts} is computed. */
  @Benchmark
  public long ranking() {
    ContractRanking ranking = calls().ranking();
    return ranking.size() + ranking.ranked(ContractRanking.Order.USERS, 0, 20).size();
  }

  /** As the answer for a page in the middle of the ranking. */
  @Benchmark
  public long deepPage() {
    return calls().ranking().ranked(ContractRanking.Order.USERS, 9_000, 10_000).size();
  }

  /** The two contracts with the most calls. */
  @Benchmark
  public Overlap overlap() {
    return calls().overlap(List.of(contract(0)), List.of(contract(1)));
  }

  /** Two contracts in the middle of the ranking. */
  @Benchmark
  public Overlap overlapOfRarer() {
    return calls().overlap(List.of(contract(500)), List.of(contract(700)));
  }

  @Benchmark
  public OverlapMatrix matrix() {
    List<List<Address>> groups = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      groups.add(List.of(contract(10 * i), contract(10 * i + 5)));
    }
    return calls().overlaps(groups);
  }

  /** The contract with the most calls, with its functions. */
  @Benchmark
  public long contract() {
    WindowCalls calls = calls();
    List<Address> contract = List.of(contract(0));
    ContractUsers users = calls.users(contract);
    return users.users() + calls.usersOfFunctions(contract, users.functions())[0];
  }

  @Benchmark
  public long newcomers() {
    Newcomers newcomers = calls().newcomers();
    return newcomers.size() + newcomers.ranked(0, 20).size() + newcomers.all().newcomers();
  }

  @Benchmark
  public long series() {
    long from = ledger.last().orElseThrow().lastTimestamp() - days * 86_400L;
    ContractPeriods periods =
        new ContractPeriods(
            ledger, List.of(contract(0)), PeriodCalendar.UTC, ledger.filter(SystemRules.NONE));
    return new ContractSeries(periods, ContractSeries.Metric.USERS)
        .points(
            periods.windows(Resolution.HOUR, OptionalLong.of(from), OptionalLong.empty(), 10_000))
        .size();
  }

  private WindowCalls calls() {
    return WindowCalls.of(
        ledger, ledger.rolling(Duration.ofDays(days)), ledger.filter(SystemRules.NONE));
  }

  private static void add(BlockActivity.Builder transactions, SplittableRandom random) {
    boolean call = random.nextInt(5) < 3;
    int contract = skewed(random, CONTRACTS, SKEW_OF_CONTRACTS);
    byte[] recipient =
        call ? contract(contract).toBytes() : address(skewed(random, SENDERS, SKEW_OF_SENDERS));
    boolean nonceZero = random.nextInt(30) == 0;
    transactions.add(
        address(nonceZero ? random.nextInt(SENDERS) : skewed(random, SENDERS, SKEW_OF_SENDERS)),
        recipient,
        nonceZero,
        call
            ? new TransactionKind(
                true, false, false, 2, true, contract * 31 + skewed(random, 12, 2))
            : new TransactionKind(false, true, false, 2, false, 0));
  }

  private static int skewed(SplittableRandom random, int bound, double skew) {
    return (int) (bound * Math.pow(random.nextDouble(), skew));
  }

  private static Address contract(int contract) {
    return Address.at(address(SENDERS + contract), 0);
  }

  private static byte[] address(int account) {
    return Arrays.copyOfRange(ADDRESSES, account * Address.BYTES, (account + 1) * Address.BYTES);
  }

  private static byte[] addresses() {
    byte[] addresses = new byte[(SENDERS + CONTRACTS) * Address.BYTES];
    new SplittableRandom(2).nextBytes(addresses);
    return addresses;
  }
}
