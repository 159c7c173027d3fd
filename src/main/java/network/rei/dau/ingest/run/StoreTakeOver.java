package network.rei.dau.ingest.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.ChainIdentity;
import network.rei.dau.ingest.IngestFailureType;
import network.rei.dau.ingest.StoreClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the store over if the endpoints serve its chain. Block 0 distinguishes chains that have the
 * same id, but its hash is one answer, which may have been wrong when it was stored. If it differs,
 * the stored blocks decide: a chain that has one of them is the chain of the store.
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
   *     another block 0, and none of its blocks is known to be on the chain of the endpoints
   */
  CompletionStage<Taken> takeOver() {
    return chain
        .identity()
        .thenApply(ChainIdentity::genesisHash)
        .thenCompose(
            genesis ->
                store
                    .takeOver(genesis, false)
                    .exceptionallyCompose(failure -> takeOverIfOnChain(genesis, failure))
                    .thenApply(epoch -> new Taken(epoch, genesis.isPresent())));
  }

  private CompletionStage<Long> takeOverIfOnChain(Optional<Hash> genesis, Throwable refused) {
    if (IngestFailureType.of(refused) != IngestFailureType.WRONG_CHAIN) {
      return CompletableFuture.failedFuture(refused);
    }
    return store
        .ledger()
        .thenCombine(chain.head(), (ledger, head) -> blockOnChain(ledger, head.number()))
        .thenCompose(found -> found)
        .thenCompose(
            found -> {
              if (found.isEmpty()) {
                return CompletableFuture.failedFuture(refused);
              }
              LOG.warn(
                  "The stored hash of block 0 is replaced by {}, which the endpoints serve: they"
                      + " also serve the stored block {}, so that it is the same chain.",
                  genesis.orElseThrow(),
                  found.get());
              return store.takeOver(genesis, true);
            });
  }

  /**
   * Returns the number of a stored block that is on the chain; empty if none of those that are
   * compared is known to be. These are the last blocks of records at doubling distances from the
   * newest below the head and of the oldest, since the newest blocks may be reorganised and old
   * ones not served.
   */
  private CompletionStage<Optional<Long>> blockOnChain(Ledger ledger, long head) {
    List<LedgerRecord> records =
        ledger.records().stream().filter(record -> record.lastBlock() <= head).toList();
    if (records.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Set<LedgerRecord> ends = new LinkedHashSet<>();
    for (int distance = 1; distance <= records.size(); distance *= 2) {
      ends.add(records.get(records.size() - distance));
    }
    ends.add(records.get(0));
    List<LedgerRecord> compared = List.copyOf(ends);
    return chain
        .headersIfServed(compared.stream().map(LedgerRecord::lastBlock).toList())
        .thenApply(
            headers -> {
              for (int i = 0; i < compared.size(); i++) {
                Hash stored = compared.get(i).lastHash();
                if (headers.get(i).filter(header -> header.hash().equals(stored)).isPresent()) {
                  return Optional.of(compared.get(i).lastBlock());
                }
              }
              return Optional.empty();
            });
  }
}
