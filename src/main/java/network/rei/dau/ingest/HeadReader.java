package network.rei.dau.ingest;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.chain.ChainClient;

/** Reads the newest block to fetch, which is the chain's newest less the confirmations. */
public final class HeadReader {

  /**
   * The newest block to fetch.
   *
   * @param number negative if the chain is shorter than the confirmations
   * @param header empty if only the number is known
   */
  public record Head(long number, Optional<BlockHeader> header) {}

  private final ChainClient chain;
  private final int confirmations;

  /**
   * @param confirmations how far below the chain's newest block the head is
   */
  public HeadReader(ChainClient chain, int confirmations) {
    this.chain = chain;
    this.confirmations = confirmations;
  }

  /** Reads the head. Its header is known if there are no confirmations to wait for. */
  public CompletionStage<Head> head() {
    return chain
        .head()
        .thenApply(
            newest ->
                new Head(
                    newest.number() - confirmations,
                    Optional.of(newest).filter(header -> confirmations == 0)));
  }

  /**
   * Reads the header of the head, or of block 0 if the chain is shorter than the confirmations. The
   * stage fails if it is not served.
   */
  public CompletionStage<BlockHeader> header() {
    return head()
        .thenCompose(
            head ->
                head.header()
                    .map(CompletableFuture::completedStage)
                    .orElseGet(
                        () ->
                            chain
                                .headers(List.of(Math.max(0, head.number())))
                                .thenApply(headers -> headers.get(0))));
  }
}
