package network.rei.dau.ingest.reorg;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.ingest.HeadReader;
import network.rei.dau.ingest.StoreClient;
import network.rei.dau.ingest.StoredBlock;

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
   * not, or if the block is not served, which proves nothing.
   */
  public CompletionStage<Optional<String>> fork(Ledger ledger, HeadReader.Head head) {
    Optional<String> brokenLink = ledger.brokenLink();
    if (ledger.isEmpty() || head.number() < 0 || brokenLink.isPresent()) {
      return CompletableFuture.completedFuture(brokenLink);
    }
    LedgerRecord last = ledger.last().orElseThrow();
    if (head.number() < ledger.first().orElseThrow().firstBlock()) {
      return CompletableFuture.completedFuture(
          Optional.of(
              "the chain went back to block " + head.number() + ", below all stored blocks"));
    }
    return head.number() >= last.lastBlock()
        ? fork(StoredBlock.lastOf(last), head)
        : forkBelow(ledger, head);
  }

  private CompletionStage<Optional<String>> forkBelow(Ledger ledger, HeadReader.Head head) {
    long index = Math.floorDiv(head.number(), chunkSize);
    if (ledger.record(index).filter(record -> record.lastBlock() >= head.number()).isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return store
        .stored(index)
        .thenCompose(record -> fork(StoredBlock.of(record, head.number()), head));
  }

  private CompletionStage<Optional<String>> fork(StoredBlock stored, HeadReader.Head head) {
    Optional<BlockHeader> known =
        head.header().filter(header -> header.number() == stored.number());
    CompletionStage<Optional<BlockHeader>> onChain =
        known.isPresent()
            ? CompletableFuture.completedFuture(known)
            : chain.headersIfServed(List.of(stored.number())).thenApply(headers -> headers.get(0));
    return onChain.thenApply(
        header -> header.filter(block -> !stored.isOnChain(block)).map(stored::differenceTo));
  }
}
