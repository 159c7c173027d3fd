package network.rei.dau.chain;

/**
 * Reports that a call to the chain failed permanently: its retries are used up, or none could help.
 * The message names the endpoint and the blocks.
 */
public final class ChainException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The kinds of failures, few enough to be the label of a metric. */
  public enum Kind {
    /** No connection could be opened, or it broke. */
    UNREACHABLE("unreachable"),
    /** No response arrived in time. */
    TIMEOUT("timeout"),
    /** HTTP 429 or JSON-RPC -32005: too many requests. */
    RATE_LIMITED("rate_limited"),
    /** Another HTTP status than 200, or a JSON-RPC error object. */
    REFUSED("refused"),
    /** A response that is not the JSON that was requested, or too large. */
    MALFORMED("malformed"),
    /** A block answered as null. */
    MISSING_BLOCK("missing_block"),
    /** A block without the transactions that its header declares. */
    HOLLOW_BLOCK("hollow_block"),
    /** A block whose parent hash is not the hash of the block before. */
    UNLINKED_BLOCK("unlinked_block"),
    /** An endpoint that serves another chain than the configured one. */
    WRONG_CHAIN("wrong_chain"),
    /** The client was closed. */
    CLOSED("closed");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** Returns the stable, lower-case name for JSON and metrics. */
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
}
