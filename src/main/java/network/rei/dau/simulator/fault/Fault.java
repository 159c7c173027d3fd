package network.rei.dau.simulator.fault;

import java.time.Duration;

/**
 * One way in which a node or what stands before it goes wrong. {@link FaultInjector} says when it
 * does.
 *
 * <p>Of the faults that answer in place of the node ({@link HttpError}, {@link RequestRate}, {@link
 * BatchLimit}, {@link ErrorObject}, {@link BrokenConnection}, {@link Flood}, {@link GzipBomb}) the
 * first that fires is the answer; the others come on top of each other.
 */
public sealed interface Fault {

  /** The answer waits: {@code fixed}, and evenly up to {@code jitter} more. */
  record Latency(Duration fixed, Duration jitter) implements Fault {}

  /**
   * An HTTP status with a page of HTML.
   *
   * @param retryAfter value of the {@code Retry-After} header (seconds or a date), or null for none
   */
  record HttpError(int status, String retryAfter) implements Fault {}

  /**
   * More than so many requests a second get HTTP 429; a burst of one second's worth passes.
   *
   * @param retryAfter as for {@link HttpError}
   */
  record RequestRate(double perSecond, String retryAfter) implements Fault {}

  /** A JSON-RPC error in place of one call's result: in a batch, of each call it fires for. */
  record ItemError(int code, String message) implements Fault {}

  /** A single JSON-RPC error object in place of the whole answer, also of a batch's array. */
  record ErrorObject(int code, String message) implements Fault {}

  /** Batches of more than {@code items} calls are refused; 1 for a node that knows no batches. */
  record BatchLimit(int items, Refusal form) implements Fault {}

  /** A block that is not as it should be. */
  record FlawedBlock(Flaw flaw) implements Fault {}

  /** A batch's answer whose items are not those that were asked for, or not in their order. */
  record ShuffledBatch(Shuffle how) implements Fault {}

  /** An answer that is whole inside and spoilt on its way. */
  record SpoiltBody(Spoiling how) implements Fault {}

  /** No HTTP answer at all. */
  record BrokenConnection(Break how) implements Fault {}

  /** The answer is gzipped, if the client accepts that, or forced upon it. */
  record Gzip(boolean forced) implements Fault {}

  /** A gzipped answer of about a thousandth of the bytes that it inflates to. */
  record GzipBomb(long inflatedBytes) implements Fault {}

  /**
   * A chunked answer that goes on and on, and is cut at last without an end.
   *
   * @param bytes after which it is cut
   */
  record Flood(long bytes, Filling filling) implements Fault {}

  /**
   * The node's head is so many blocks behind, and null past it. With a probability below 1 this is
   * a load-balanced pair, one node of which lags.
   */
  record Lag(int blocks) implements Fault {}

  /** The node says that it serves another chain. */
  record WrongChainId(long chainId) implements Fault {}

  /** How a batch is refused. */
  enum Refusal {
    /** HTTP 413 with HTML. */
    HTTP_413(0, ""),
    /** The array has an error for each call. */
    ITEMS_32600(-32600, "batch too large"),
    ITEMS_32602(-32602, "too many requests in the batch"),
    ITEMS_32005(-32005, "batch limit exceeded"),
    /** The array has one error, under the first call's id, as geth answers. */
    FIRST_ITEM_32600(-32600, "batch too large"),
    /** One error object in place of the array. */
    OBJECT_32600(-32600, "batch too large"),
    OBJECT_32602(-32602, "too many requests in the batch"),
    OBJECT_32005(-32005, "batch limit exceeded"),
    /** The connection is cut. */
    CUT(0, "");

    public final int code;
    final String message;

    Refusal(int code, String message) {
      this.code = code;
      this.message = message;
    }
  }

  /** What is wrong with a block. */
  enum Flaw {
    /** {@code result: null}. */
    NULL,
    /** No transactions under a transactionsRoot that is not the empty list's. */
    HOLLOW,
    /** The number of the next block, all else in place. */
    WRONG_NUMBER,
    /** The block before, whole (block 1 for block 0). */
    OTHER_BLOCK,
    /** A parentHash that is nobody's hash. */
    UNLINKED,
    NO_TIMESTAMP,
    NO_HASH,
    /** No list of transactions. */
    NO_TRANSACTIONS,
    /** The first transaction has no sender; without transactions the block has no number. */
    NO_SENDER,
    /** The first sender has 19 bytes; without transactions the block's hash has 31. */
    SHORT_ADDRESS,
    /** A number without {@code 0x} and with letters beyond f. */
    NUMBER_NOT_HEX
  }

  /** What is wrong with a batch's array. */
  enum Shuffle {
    OUT_OF_ORDER,
    /** Every third item, the first among them, has no id. */
    MISSING_IDS,
    /** Every third item, the first among them, has an id that nobody asked with. */
    FOREIGN_IDS,
    /** Every second item has the id of the one before. */
    DUPLICATED_IDS,
    /** Every third item, the first among them, is left out. */
    MISSING_ITEMS
  }

  /** What happens to a body on its way. */
  enum Spoiling {
    /** The second half is missing; the length is that of the first. */
    TRUNCATED,
    /** A page of HTML with status 200. */
    HTML,
    /** Content-Length promises 1000 bytes more than come, then the connection is cut. */
    OVERSTATED_LENGTH,
    /** The connection is cut in the middle of the body. */
    CUT
  }

  /** How a connection fails. */
  enum Break {
    /** Closed without an answer. */
    CUT,
    /** Reset without an answer. */
    RESET,
    /** Open and silent until the client leaves or the node is closed. */
    HANG
  }

  /** What a flood is made of. */
  enum Filling {
    /** One hex string within a block. */
    STRING,
    /** Spaces before the answer. */
    SPACES,
    /** One array item after another. */
    ITEMS
  }
}
