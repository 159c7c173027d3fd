package network.rei.dau.activity.block;

/** A block is not the child of the block before it: the chain was reorganised in between. */
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
