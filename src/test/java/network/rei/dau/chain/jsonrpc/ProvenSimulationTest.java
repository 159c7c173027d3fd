package network.rei.dau.chain.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import network.rei.dau.activity.SimulatedRecords;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.TransactionKind;
import network.rei.dau.chain.proof.ProofLevel;
import network.rei.dau.simulator.chain.BlockJson;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.ChainView;
import network.rei.dau.simulator.chain.SimBlock;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the blocks of the simulator are proven; it computes roots in its own way. */
class ProvenSimulationTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 5, 128, 256, 700})
  void shouldHaveTheRootsOfItsTransactions(double transactionsPerBlock) {
    TrafficProfile traffic =
        TrafficProfile.steady()
            .withTransactionsPerBlock(transactionsPerBlock)
            .withShares(0.05, 0.05);
    ChainView chain =
        SimulatedChain.of(ChainSpec.of(1, 60).withBaseFee().withTraffic(traffic)).view();
    for (long number = 0; number <= chain.head(); number++) {
      RpcResult result = read(ProofLevel.ROOTS, chain, number);
      assertThat(result.failure()).as("block %d", number).isNull();
      assertThat(((RpcResult.Block) result).verified()).isTrue();
    }
  }

  @Test
  void shouldHaveTheSignaturesOfItsSendersIfItIsSigned() {
    ChainSpec spec = ChainSpec.of(2, 12).withSignatures().withBaseFee();
    SimulatedChain chain = SimulatedChain.of(spec);
    chain.reorg(2);
    for (long number = 0; number <= chain.head(); number++) {
      RpcResult result = read(ProofLevel.SENDERS, chain.view(), number);
      assertThat(result.failure()).as("block %d", number).isNull();
      assertThat(((RpcResult.Block) result).verified()).isTrue();
    }
    assertThat(chain.truth().inBlocks(0, chain.head()).transactions()).isGreaterThan(20);
    assertThat(BlockJson.render(SimulatedChain.of(spec).view(), 5, true))
        .isEqualTo(BlockJson.render(SimulatedChain.of(spec).view(), 5, true));
  }

  @Test
  void shouldHaveTheSameAddressesInItsJsonAndItsTrueNumbersIfItIsSigned() {
    ChainView chain = SimulatedChain.of(ChainSpec.of(3, 8).withSignatures()).view();
    for (long number = 0; number <= chain.head(); number++) {
      RpcResult.Block read = (RpcResult.Block) read(ProofLevel.ROOTS, chain, number);
      for (int i = 0; i < read.activity().transactionCount(); i++) {
        assertThat(read.activity().sender(i))
            .hasToString(chain.block(number).transactions().get(i).from());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldHaveTheSameDetailsAndTrafficInItsJsonAndItsTrueNumbers(boolean baseFee) {
    ChainSpec spec = ChainSpec.of(4, 300);
    ChainView chain = SimulatedChain.of(baseFee ? spec.withBaseFee() : spec).view();
    Set<TransactionKind> kinds = new HashSet<>();
    for (long number = 0; number <= chain.head(); number++) {
      BlockActivity read = ((RpcResult.Block) read(ProofLevel.ROOTS, chain, number)).activity();
      SimBlock block = chain.block(number);
      assertThat(read.traffic()).isEqualTo(SimulatedRecords.activity(block, baseFee).traffic());
      for (int i = 0; i < read.transactionCount(); i++) {
        assertThat(read.kind(i)).contains(SimulatedRecords.kind(block.transactions().get(i)));
        kinds.add(read.kind(i).get());
      }
    }
    assertThat(kinds).hasSizeGreaterThan(20).anyMatch(TransactionKind::free);
    assertThat(kinds).map(TransactionKind::type).contains(baseFee ? 2 : 0);
  }

  @Test
  void shouldBeRefusedAsSignedIfItIsNot() {
    ChainView chain = SimulatedChain.of(ChainSpec.of(1, 5)).view();
    long number = 1;
    while (chain.transactionCount(number) == 0) {
      number++;
    }
    assertThat(read(ProofLevel.SENDERS, chain, number).failure()).isNotNull();
  }

  private static RpcResult read(ProofLevel level, ChainView chain, long number) {
    String json = new String(BlockJson.render(chain, number, true), StandardCharsets.US_ASCII);
    return Responses.block(ChainSpec.REI_CHAIN_ID, level, number, json);
  }
}
