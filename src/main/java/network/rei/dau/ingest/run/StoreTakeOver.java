package network.rei.dau.ingest.run;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.ChainIdentity;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.ingest.IngestFailureType;
import network.rei.dau.ingest.StoreClient;
import network.rei.dau.ingest.StoredBlock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the store over if the endpoints serve its chain. Block 0 distinguishes chains that have the
 * same id, but its hash is one answer, which may have been wrong when it was stored. If it differs
 * and the chain has all stored records ({@link ComparedBlocks}), the stored hash is replaced.
 */
final class StoreTakeOver {

  /**
   * The store is taken over.
   *
   * @param epoch the epoch to commit under
   * @param sameGenesis whether the chain is known to have the same block 0 as the store
   */
  record Taken(long epoch, boolean sameGenesis) {}

  private static final Logger LOG = LoggerFactory.getLogger(StoreTakeOver.class);

  private final ChainClient chain;
  private final StoreClient store;

  StoreTakeOver(ChainClient chain, StoreClient store) {
    this.chain = chain;
    this.store = store;
  }

  /**
   * Takes the store over.
   *
   * @return fails with {@link IngestFailureType#WRONG_CHAIN} if the store holds a chain with
   *     another block 0, and not all of its records are known to be on the chain of the endpoints
   */
  CompletionStage<Taken> takeOver() {
    return genesis()
        .thenCompose(
            genesis ->
                store
                    .takeOver(genesis, false)
                    .exceptionallyCompose(refused -> takeOverIfOnChain(genesis, refused))
                    .thenApply(epoch -> new Taken(epoch, genesis.isPresent())));
  }

  private CompletionStage<Optional<Hash>> genesis() {
    return chain.identity().thenApply(ChainIdentity::genesisHash);
  }

  private CompletionStage<Long> takeOverIfOnChain(Optional<Hash> genesis, Throwable refused) {
    if (IngestFailureType.of(refused) != IngestFailureType.WRONG_CHAIN) {
      return CompletableFuture.failedFuture(refused);
    }
    return store
        .ledger()
        .thenCompose(ledger -> isOnChain(ledger, genesis))
        .exceptionally(unknown -> false)
        .thenCompose(
            same -> {
              if (!same) {
                return CompletableFuture.failedFuture(refused);
              }
              LOG.warn(
                  "The stored hash of block 0 is replaced by {}: the endpoints serve all stored"
                      + " records, so it is the same chain, and the stored hash was wrong. ({})",
                  genesis.orElseThrow(),
                  Failures.message(refused));
              return store.takeOver(genesis, true);
            });
  }

  /**
   * Returns whether the chain has the blocks that are compared, of which there is one at least, and
   * block 0 is answered alike once more.
   */
  private CompletionStage<Boolean> isOnChain(Ledger ledger, Optional<Hash> genesis) {
    List<StoredBlock> ends = ledger.records().stream().map(StoredBlock::lastOf).toList();
    List<List<StoredBlock>> groups = ComparedBlocks.groups(ends);
    CompletionStage<Boolean> same = CompletableFuture.completedFuture(!groups.isEmpty());
    for (List<StoredBlock> group : groups) {
      same = same.thenCompose(before -> before ? isOnChain(group) : different());
    }
    return same.thenCompose(all -> all ? genesis().thenApply(genesis::equals) : different());
  }

  private CompletionStage<Boolean> isOnChain(List<StoredBlock> group) {
    return chain
        .headersIfServed(group.stream().map(StoredBlock::number).toList())
        .thenApply(headers -> ComparedBlocks.areOnChain(group, headers));
  }

  private static CompletionStage<Boolean> different() {
    return CompletableFuture.completedFuture(false);
  }
}
