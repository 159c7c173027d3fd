package network.rei.dau.simulator.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DappsTest {

  /** A Wednesday; the campaign is from Friday noon to Monday midnight. */
  private static final Instant HEAD = Instant.parse("2025-06-18T00:00:00Z");

  private static final ChainSpec SPEC =
      ChainSpec.of(7, 8 * 1440)
          .endingAt(HEAD)
          .withTiming(BlockTiming.every(Duration.ofMinutes(1)))
          .withTraffic(
              TrafficProfile.steady()
                  .withTransactionsPerBlock(4)
                  .withPopulation(1_000, 0.9)
                  .withShares(0.03, 0.01)
                  .withDapps());

  private static final ChainView CHAIN = SimulatedChain.of(SPEC).view();
  private static final List<SimBlock> BLOCKS =
      LongStream.rangeClosed(1, CHAIN.head()).mapToObj(CHAIN::block).toList();
  private static final Map<String, String> GROUPS =
      Dapps.labels(SPEC).stream()
          .skip(1)
          .map(line -> line.split(","))
          .collect(Collectors.toMap(columns -> columns[0], columns -> columns[2]));

  @Test
  void shouldLabelEveryContractThatIsCalled() {
    Set<String> recipients = new HashSet<>();
    BLOCKS.forEach(block -> block.transactions().forEach(t -> recipients.add(t.to())));

    assertThat(Dapps.labels(SPEC).get(0)).isEqualTo("address,name,group,url");
    assertThat(GROUPS).hasSize(10);
    assertThat(recipients)
        .containsAll(
            GROUPS.keySet().stream()
                .filter(address -> !address.equals(Dapps.systemSender(SPEC)))
                .toList());
  }

  @Test
  void shouldCallEachDappAtTimesOfItsOwn() {
    assertThat(calls("Tidefall", hours(19, 21))).isGreaterThan(3 * calls("Tidefall", hours(7, 9)));
    assertThat(calls("Lantern Bridge", hours(8, 10)))
        .isGreaterThan(3 * calls("Lantern Bridge", hours(20, 22)) / 2);
    assertThat(callsPerCallOfHarborSwap("Tidefall", day("2025-06-14")))
        .isGreaterThan(2 * callsPerCallOfHarborSwap("Tidefall", day("2025-06-17")));
  }

  @Test
  void shouldCallTheDappOfACampaignDuringTheCampaign() {
    assertThat(share("Coral Drop", day("2025-06-14"))).isGreaterThan(0.1);
    assertThat(share("Coral Drop", day("2025-06-12"))).isLessThan(0.02);
    assertThat(share("Coral Drop", day("2025-06-17"))).isLessThan(0.02);
    assertThat(newSenders(day("2025-06-14"))).isGreaterThan(2 * newSenders(day("2025-06-17")));
  }

  @Test
  void shouldLetNewAccountsBeginAtADapp() {
    Map<String, Integer> first = new HashMap<>();
    int others = 0;
    for (SimBlock block : BLOCKS.subList(6 * 1440, BLOCKS.size())) {
      for (SimTransaction transaction : block.transactions()) {
        String group = GROUPS.get(transaction.to());
        if (transaction.nonce() == 0 && group != null) {
          first.merge(group, 1, Integer::sum);
        } else if (transaction.nonce() == 0) {
          others++;
        }
      }
    }

    int atDapps = first.values().stream().mapToInt(n -> n).sum();
    assertThat(atDapps).isGreaterThan(4 * others);
    assertThat(first.get("Lantern Bridge")).isGreaterThan(first.get("Reef Dollar"));
  }

  @Test
  void shouldLetNoContractSendTransactions() {
    assertThat(GROUPS.keySet().stream().filter(senders()::contains))
        .containsExactly(Dapps.systemSender(SPEC));
  }

  private static Set<String> senders() {
    Set<String> senders = new HashSet<>();
    BLOCKS.forEach(block -> block.transactions().forEach(t -> senders.add(t.from())));
    return senders;
  }

  @Test
  void shouldCallContractsWithInputAndLetTheSystemPayNothing() {
    for (SimBlock block : BLOCKS) {
      for (SimTransaction transaction : block.transactions()) {
        if (GROUPS.containsKey(transaction.to())) {
          assertThat(transaction.input()).hasSizeGreaterThan(10);
        }
        if (transaction.from().equals(Dapps.systemSender(SPEC))) {
          assertThat(transaction.gasPrice()).isZero();
        }
      }
    }
  }

  @Test
  void shouldSendOneSystemTransactionInFortyBlocks() {
    assertThat(nonces(CHAIN)).isEqualTo(LongStream.range(0, CHAIN.head() / 40).boxed().toList());
  }

  @Test
  void shouldNumberSystemTransactionsWithoutGapsAfterAReorganisation() {
    SimulatedChain chain = SimulatedChain.of(SPEC.withBlocks(400));
    chain.reorg(90);

    assertThat(nonces(chain.view()))
        .isEqualTo(
            LongStream.rangeClosed(1, chain.view().head() / 40).map(n -> n - 1).boxed().toList());
  }

  private static List<Long> nonces(ChainView chain) {
    String sender = Dapps.systemSender(SPEC);
    return LongStream.rangeClosed(1, chain.head())
        .mapToObj(chain::block)
        .flatMap(block -> block.transactions().stream())
        .filter(transaction -> transaction.from().equals(sender))
        .map(SimTransaction::nonce)
        .toList();
  }

  private static Predicate<SimBlock> hours(int from, int to) {
    return block -> block.timestamp() / 3600 % 24 >= from && block.timestamp() / 3600 % 24 < to;
  }

  private static Predicate<SimBlock> day(String date) {
    long start = Instant.parse(date + "T00:00:00Z").getEpochSecond();
    return block -> block.timestamp() >= start && block.timestamp() < start + 86_400;
  }

  private static double share(String group, Predicate<SimBlock> time) {
    long all = BLOCKS.stream().filter(time).mapToLong(block -> block.transactions().size()).sum();
    return (double) calls(group, time) / all;
  }

  private static double callsPerCallOfHarborSwap(String group, Predicate<SimBlock> time) {
    return (double) calls(group, time) / calls("Harbor Swap", time);
  }

  private static long calls(String group, Predicate<SimBlock> time) {
    return BLOCKS.stream()
        .filter(time)
        .flatMap(block -> block.transactions().stream())
        .filter(transaction -> group.equals(GROUPS.get(transaction.to())))
        .count();
  }

  private static long newSenders(Predicate<SimBlock> time) {
    return BLOCKS.stream()
        .filter(time)
        .flatMap(block -> block.transactions().stream())
        .filter(transaction -> transaction.nonce() == 0)
        .count();
  }
}
