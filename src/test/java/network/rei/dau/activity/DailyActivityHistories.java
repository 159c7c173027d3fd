package network.rei.dau.activity;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;

/** Supplies random {@link DailyActivityFixture}s to properties. */
public final class DailyActivityHistories {

  private DailyActivityHistories() {}

  public static final class InMemory implements ArbitrarySupplier<DailyActivityFixture> {
    @Override
    public Arbitrary<DailyActivityFixture> get() {
      return Arbitraries.randomValue(DailyActivityFixture::new);
    }
  }

  /** Their records leave the memory. */
  public static final class InLittleMemory implements ArbitrarySupplier<DailyActivityFixture> {
    @Override
    public Arbitrary<DailyActivityFixture> get() {
      return Arbitraries.randomValue(DailyActivityFixture::inLittleMemory);
    }
  }
}
