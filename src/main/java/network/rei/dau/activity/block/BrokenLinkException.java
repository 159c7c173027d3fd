package network.rei.dau.activity.block;

/** Blocks that were to stand one after the other, and do not: the chain was reorganised between. */
public final class BrokenLinkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BrokenLinkException(BlockHeader block, long previousNumber, Hash previousHash) {
    super(
        "block "
            + block.number()
            + " has the parent "
            + block.parentHash()
            + ", but block "
            + previousNumber
            + " is "
            + previousHash);
  }
}
