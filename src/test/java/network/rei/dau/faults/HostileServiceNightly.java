package network.rei.dau.faults;

import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * The properties of {@link HostileServiceProperties} with 1,000 tries each; the profile {@code
 * nightly} runs it.
 */
class HostileServiceNightly {

  private static final int HUNDREDS = 10;

  private static final ManyTries BESIDE_AN_HONEST_ENDPOINT =
      new ManyTries(
          "The service beside an honest endpoint",
          HostileServiceProperties::reachTheHeadBesideAnHonestEndpoint);

  private static final ManyTries WITH_THE_ONLY_ENDPOINT =
      new ManyTries(
          "The service with the only endpoint",
          HostileServiceProperties::recoverWhenTheOnlyEndpointBehaves);

  @Property(tries = HUNDREDS, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void shouldReachTheHeadWithTrueNumbersBesideAnHonestEndpoint(
      @ForAll(supplier = Mutations.Hundred.class) List<List<Mutation>> lists)
      throws InterruptedException {
    BESIDE_AN_HONEST_ENDPOINT.all(lists);
  }

  @Property(tries = HUNDREDS, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void shouldStoreNoWrongNumberAndRecoverWhenTheOnlyEndpointBehaves(
      @ForAll(supplier = Mutations.Hundred.class) List<List<Mutation>> lists)
      throws InterruptedException {
    WITH_THE_ONLY_ENDPOINT.all(lists);
  }
}
