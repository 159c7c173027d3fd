package network.rei.dau.stats;

import java.time.Clock;
import java.util.concurrent.Executor;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.storage.RecordRepository;

/** Creates accesses to stores for tests. */
public final class TestStores {

  private TestStores() {}

  /**
   * Returns an access without a memory limit that tracks no contracts, to a chain whose nonces
   * count transactions.
   */
  public static StoreAccess access(
      RecordRepository repository,
      StoreAccess.Publisher publisher,
      Clock clock,
      Executor blocking,
      Executor computing) {
    return new StoreAccess(
        repository,
        LedgerMemory.UNLIMITED,
        ContractTracking.NONE,
        true,
        publisher,
        clock,
        blocking,
        computing);
  }
}
