package network.rei.dau.chain.endpoint;

import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import network.rei.dau.faults.ManyTries;
import network.rei.dau.faults.Mutation;
import network.rei.dau.faults.Mutations;

/**
 * The properties of {@link HostileEndpointProperties} with 3,000 tries each; the profile {@code
 * nightly} runs it.
 */
class HostileEndpointNightly {

  private static final int HUNDREDS = 30;

  private static final ManyTries BESIDE_AN_HONEST_ENDPOINT =
      new ManyTries(
          "The client beside an honest endpoint",
          HostileEndpointProperties::readBesideAnHonestEndpoint);

  private static final ManyTries WITH_THE_ONLY_ENDPOINT =
      new ManyTries(
          "The client with the only endpoint",
          HostileEndpointProperties::recoverWhenTheOnlyEndpointBehaves);

  @Property(tries = HUNDREDS, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void shouldReadTheTrueChainBesideAnHonestEndpoint(
      @ForAll(supplier = Mutations.Hundred.class) List<List<Mutation>> lists)
      throws InterruptedException {
    BESIDE_AN_HONEST_ENDPOINT.all(lists);
  }

  @Property(tries = HUNDREDS, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void shouldNeverReturnAWrongBlockAndRecoverWhenTheEndpointBehaves(
      @ForAll(supplier = Mutations.Hundred.class) List<List<Mutation>> lists)
      throws InterruptedException {
    WITH_THE_ONLY_ENDPOINT.all(lists);
  }
}
