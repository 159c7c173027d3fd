package network.rei.dau.faults;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Arbitrary mutations; a failing list is shrunk to few mutations of early responses. */
public final class Mutations {

  private static final int RESPONSES = 60;

  private Mutations() {}

  /** Few mutations, for each build. */
  public static final class Few implements ArbitrarySupplier<List<Mutation>> {
    @Override
    public Arbitrary<List<Mutation>> get() {
      return atMost(8);
    }
  }

  /** A hundred lists of more mutations, for the nightly tests. */
  public static final class Hundred implements ArbitrarySupplier<List<List<Mutation>>> {
    @Override
    public Arbitrary<List<List<Mutation>>> get() {
      return atMost(12).list().ofSize(100);
    }
  }

  /** Returns lists of at most {@code most} mutations, some of which change every response. */
  private static Arbitrary<List<Mutation>> atMost(int most) {
    Arbitrary<Integer> responses =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(0, RESPONSES)),
            Tuple.of(1, Arbitraries.just(Mutation.EVERY)));
    return Combinators.combine(
            responses,
            Arbitraries.of(Mutation.Kind.class),
            Arbitraries.integers().between(0, 1_000_000),
            Arbitraries.integers().between(0, 1_000_000))
        .as(Mutation::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(most);
  }
}
