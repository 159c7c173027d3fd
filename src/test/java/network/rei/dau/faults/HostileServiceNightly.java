package network.rei.dau.faults;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The properties of {@link HostileServiceIT} with more tries; the profile {@code nightly} runs it.
 */
class HostileServiceNightly {

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    return Mutations.atMost(12);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void shouldReachTheHeadWithTrueNumbersBesideAnHonestEndpoint(
      @ForAll("mutations") List<Mutation> mutations) throws IOException {
    HostileServiceIT.reachTheHeadBesideAnHonestEndpoint(mutations);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void shouldStoreNoWrongNumberAndRecoverWhenTheOnlyEndpointBehaves(
      @ForAll("mutations") List<Mutation> mutations) throws IOException {
    HostileServiceIT.recoverWhenTheOnlyEndpointBehaves(mutations);
  }
}
