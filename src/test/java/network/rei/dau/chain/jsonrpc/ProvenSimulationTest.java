package network.rei.dau.chain.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import network.rei.dau.chain.proof.ProofLevel;
import network.rei.dau.simulator.chain.BlockJson;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.ChainView;
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
    ChainView chain = SimulatedChain.of(ChainSpec.of(1, 60).withTraffic(traffic)).view();
    for (long number = 0; number <= chain.head(); number++) {
      RpcResult result = read(ProofLevel.ROOTS, chain, number);
      assertThat(result.failure()).as("block %d", number).isNull();
      assertThat(((RpcResult.Block) result).verified()).isTrue();
    }
  }

  @Test
  void shouldHaveTheSignaturesOfItsSendersIfItIsSigned() {
    ChainSpec spec = ChainSpec.of(2, 12).withSignatures();
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
