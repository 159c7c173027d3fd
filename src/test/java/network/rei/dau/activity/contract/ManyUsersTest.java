package network.rei.dau.activity.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.rei.dau.activity.LedgerFixture;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawDetails;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.RecordCache;
import network.rei.dau.activity.rule.SystemRule;
import network.rei.dau.activity.rule.SystemRules;
import org.junit.jupiter.api.Test;

/**
 * The users 0 to 11,999 call a contract in three records, half of them twice; the users 6,000 to
 * 11,999 call another contract before it, in the same block or in an earlier one. Each tenth user
 * is new.
 */
class ManyUsersTest {

  private static final int CONTRACT = 100_000;
  private static final int OTHER = 100_001;
  private static final BlockRange ALL = new BlockRange(0, 2);

  private static final Ledger LEDGER =
      new LedgerFixture(1)
          .block("01-09T11:00", both(calls(0, 6_000, CONTRACT), calls(9_000, 12_000, OTHER)))
          .block("01-09T11:01", both(calls(6_000, 9_000, OTHER), calls(6_000, 9_000, CONTRACT)))
          .block("01-09T11:02", calls(3_000, 12_000, CONTRACT))
          .enterAll()
          .ledger();

  private static RawTransaction[] both(RawTransaction[] first, RawTransaction[] second) {
    return Stream.of(first, second).flatMap(Stream::of).toArray(RawTransaction[]::new);
  }

  private static RawTransaction[] calls(int from, int to, int contract) {
    return IntStream.range(from, to)
        .mapToObj(
            user ->
                new RawTransaction(
                    user,
                    contract,
                    user % 10 == 0 ? 0 : 1,
                    new RawDetails(true, false, false, 2, 7)))
        .toArray(RawTransaction[]::new);
  }

  private static WindowCalls calls(Ledger ledger, SystemRules rules) {
    return WindowCalls.of(ledger, ledger.between(ALL), ledger.filter(rules));
  }

  @Test
  void shouldUniteTheUsersOfTheRecords() {
    RecordCache cache = new RecordCache(1 << 20);
    for (Ledger ledger : List.of(LEDGER, LEDGER.with(cache), LEDGER.with(cache))) {
      assertThat(
              calls(ledger, SystemRules.NONE).ranking().ranked(ContractRanking.Order.USERS, 0, 2))
          .containsExactly(
              new ContractRanking.Entry(RawBlock.address(CONTRACT), 12_000, 18_000, 1_200),
              new ContractRanking.Entry(RawBlock.address(OTHER), 6_000, 6_000, 600));
    }
    assertThat(cache.bytes()).isPositive();
  }

  @Test
  void shouldNotUniteUsersWhoseCallsMeetARule() {
    SystemRules rules =
        SystemRules.of(
            List.of(
                SystemRule.from(
                    "system", "", "", List.of(RawBlock.address(0), RawBlock.address(7_000)))));
    RecordCache cache = new RecordCache(1 << 20);
    for (Ledger ledger : List.of(LEDGER, LEDGER.with(cache), LEDGER.with(cache))) {
      calls(ledger, SystemRules.NONE).ranking().ranked(ContractRanking.Order.USERS, 0, 2);
      assertThat(calls(ledger, rules).ranking().ranked(ContractRanking.Order.USERS, 0, 2))
          .containsExactly(
              new ContractRanking.Entry(RawBlock.address(CONTRACT), 11_998, 17_997, 1_198),
              new ContractRanking.Entry(RawBlock.address(OTHER), 5_999, 5_999, 599));
    }
  }

  @Test
  void shouldCompareTheFirstCallsOfUsersInOneRecord() {
    RecordCache cache = new RecordCache(1 << 20);
    for (Ledger ledger : List.of(LEDGER, LEDGER.with(cache), LEDGER.with(cache))) {
      WindowCalls calls = calls(ledger, SystemRules.NONE);
      assertThat(
              calls.overlap(List.of(RawBlock.address(CONTRACT)), List.of(RawBlock.address(OTHER))))
          .isEqualTo(new Overlap(12_000, 6_000, 6_000, 0, 6_000));
      assertThat(calls.overlap(List.of(RawBlock.address(OTHER)), List.of(RawBlock.address(OTHER))))
          .isEqualTo(new Overlap(6_000, 6_000, 6_000, 0, 0));
    }
  }
}
