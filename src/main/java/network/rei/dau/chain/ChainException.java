package network.rei.dau.chain;

import java.util.concurrent.CompletionException;

/**
 * A call to the chain that failed for good: its retries are used up, or none could help. The
 * message names the endpoint and the blocks.
 */
public final class ChainException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What went wrong, in few enough kinds to count by. */
  public enum Kind {
    /** No connection, or it broke. */
    UNREACHABLE("unreachable"),
    /** No answer in time. */
    TIMEOUT("timeout"),
    /** HTTP 429 or JSON-RPC -32005: too many requests. */
    RATE_LIMITED("rate_limited"),
    /** Another HTTP status than 200, or a JSON-RPC error object. */
    REFUSED("refused"),
    /** An answer that is not the JSON that was asked for, or too large. */
    MALFORMED("malformed"),
    /** A block answered as null. */
    MISSING_BLOCK("missing_block"),
    /** A block without the transactions that its header speaks of. */
    HOLLOW_BLOCK("hollow_block"),
    /** A block whose parent hash is not the hash of the block before. */
    UNLINKED_BLOCK("unlinked_block"),
    /** An endpoint that serves another chain than the one configured. */
    WRONG_CHAIN("wrong_chain"),
    /** The client was closed. */
    CLOSED("closed");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** Stable, lower-case name for JSON and metrics. */
    public String label() {
      return label;
    }
  }

  private final Kind kind;

  public ChainException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public ChainException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether a stage failed because a block was answered as null. */
  static boolean isOfMissingBlock(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof ChainException chain && chain.kind == Kind.MISSING_BLOCK;
  }
}
