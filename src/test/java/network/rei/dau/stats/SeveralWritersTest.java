package network.rei.dau.stats;

import network.rei.dau.storage.RecordRepository;

/** Several nodes on a store in memory. */
class SeveralWritersTest extends SeveralWritersContract {

  private final InMemoryRepository store = new InMemoryRepository();

  @Override
  RecordRepository openShared() {
    return store;
  }
}
