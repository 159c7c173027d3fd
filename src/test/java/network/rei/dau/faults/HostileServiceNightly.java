package network.rei.dau.faults;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The properties of {@link HostileServiceProperties} with more tries; the profile {@code nightly}
 * runs it.
 */
class HostileServiceNightly {

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void shouldReachTheHeadWithTrueNumbersBesideAnHonestEndpoint(
      @ForAll(supplier = Mutations.More.class) List<Mutation> mutations) throws IOException {
    HostileServiceProperties.reachTheHeadBesideAnHonestEndpoint(mutations);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void shouldStoreNoWrongNumberAndRecoverWhenTheOnlyEndpointBehaves(
      @ForAll(supplier = Mutations.More.class) List<Mutation> mutations) throws IOException {
    HostileServiceProperties.recoverWhenTheOnlyEndpointBehaves(mutations);
  }
}
