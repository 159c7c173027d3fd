package network.rei.dau.chain.endpoint;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import network.rei.dau.faults.Mutation;
import network.rei.dau.faults.Mutations;

/**
 * The properties of {@link HostileEndpointProperties} with more tries; the profile {@code nightly}
 * runs it.
 */
class HostileEndpointNightly {

  @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
  void shouldReadTheTrueChainBesideAnHonestEndpoint(
      @ForAll(supplier = Mutations.More.class) List<Mutation> mutations) throws IOException {
    HostileEndpointProperties.readBesideAnHonestEndpoint(mutations);
  }

  @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
  void shouldNeverReturnAWrongBlockAndRecoverWhenTheEndpointBehaves(
      @ForAll(supplier = Mutations.More.class) List<Mutation> mutations) throws IOException {
    HostileEndpointProperties.recoverWhenTheOnlyEndpointBehaves(mutations);
  }
}
