package network.rei.dau.ingest.reorg;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.ingest.StoreClient;

/** Checks before blocks are fetched whether the stored ones are still on the chain. */
public final class ForkCheck {

  private final ChainClient chain;
  private final StoreClient store;
  private final int chunkSize;

  public ForkCheck(ChainClient chain, StoreClient store, int chunkSize) {
    this.chain = chain;
    this.store = store;
    this.chunkSize = chunkSize;
  }

  /**
   * Returns why the chain must have been reorganised, as far as headers show it: the stored records
   * contradict each other, or the chain has another block than the last stored one, or than the
   * stored block at a lower head. (A node that lags behind has the stored block.) Empty if it was
   * not.
   */
  public CompletionStage<Optional<String>> fork(Ledger ledger, long head) {
    Optional<String> brokenLink = ledger.brokenLink();
    if (ledger.isEmpty() || head < 0 || brokenLink.isPresent()) {
      return CompletableFuture.completedFuture(brokenLink);
    }
    LedgerRecord last = ledger.last().orElseThrow();
    if (head == last.lastBlock()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    if (head < ledger.first().orElseThrow().firstBlock()) {
      return CompletableFuture.completedFuture(
          Optional.of("the chain went back to block " + head + ", below all stored blocks"));
    }
    return head > last.lastBlock() ? fork(last.lastBlock(), last.lastHash()) : forkAt(ledger, head);
  }

  private CompletionStage<Optional<String>> forkAt(Ledger ledger, long head) {
    long index = Math.floorDiv(head, chunkSize);
    if (ledger.record(index).filter(record -> record.lastBlock() >= head).isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return store.stored(index).thenCompose(record -> fork(head, record.hashOf(head)));
  }

  private CompletionStage<Optional<String>> fork(long number, Hash stored) {
    return chain
        .headersIfServed(List.of(number))
        .thenApply(
            headers ->
                headers
                    .get(0)
                    .map(BlockHeader::hash)
                    .filter(onChain -> !onChain.equals(stored))
                    .map(
                        onChain ->
                            "block " + number + " is " + onChain + " now, but was " + stored));
  }
}
