package network.rei.dau.simulator.fault;

import java.time.Duration;

/**
 * A fault of a node or of a gateway in front of it. {@link FaultTrigger} defines when it occurs.
 *
 * <p>Some faults replace the response: {@link HttpError}, {@link RequestRate}, {@link BatchLimit},
 * {@link ErrorObject}, {@link BrokenConnection}, {@link Flood} and {@link GzipBomb}. The first of
 * them that fires decides the response. All other faults can be combined.
 */
public sealed interface Fault {

  /** The response is delayed by {@code fixed} and a random part of {@code jitter}. */
  record Latency(Duration fixed, Duration jitter) implements Fault {}

  /**
   * An HTTP error with a page of HTML.
   *
   * @param retryAfter value of the {@code Retry-After} header (seconds or a date), or null for none
   */
  record HttpError(int status, String retryAfter) implements Fault {}

  /**
   * Requests above a rate get HTTP 429; a burst of the requests of one second passes.
   *
   * @param retryAfter as for {@link HttpError}
   */
  record RequestRate(double perSecond, String retryAfter) implements Fault {}

  /** Calls above a rate get the JSON-RPC error -32005 each; those of one second pass at once. */
  record CallRate(double perSecond) implements Fault {}

  /** A JSON-RPC error replaces the result of a call, also within a batch. */
  record CallError(int code, String message) implements Fault {}

  /** A single JSON-RPC error object replaces the whole response, also the array of a batch. */
  record ErrorObject(int code, String message) implements Fault {}

  /** Batches of more than {@code calls} calls are rejected; 1 for a node without batches. */
  record BatchLimit(int calls, BatchRejection form) implements Fault {}

  /** A block has a defect. */
  record DefectiveBlock(BlockDefect defect) implements Fault {}

  /** The replies to a batch are not those that were requested, or not in order. */
  record DefectiveBatch(BatchDefect defect) implements Fault {}

  /** A valid response is corrupted on its way. */
  record CorruptBody(BodyCorruption corruption) implements Fault {}

  /** The connection fails without a response. */
  record BrokenConnection(ConnectionFailure failure) implements Fault {}

  /** The response is compressed if the client accepts gzip, or always if {@code forced}. */
  record Gzip(boolean forced) implements Fault {}

  /** A compressed response inflates to about a thousand times its size. */
  record GzipBomb(long inflatedBytes) implements Fault {}

  /**
   * A chunked response is very long, and the connection is closed before its end.
   *
   * @param bytes the size after which the connection is closed
   */
  record Flood(long bytes, FloodContent content) implements Fault {}

  /**
   * The head of the node is some blocks behind, and later blocks are null. With a probability below
   * 1 this is a load-balanced pair of nodes of which one lags.
   */
  record Lag(int blocks) implements Fault {}

  /** The chain of the node stands still from the first time on that this fault fires. */
  record StandingHead() implements Fault {}

  /** The node reports another number of the head, also within the newest block. */
  record WrongHead(long number) implements Fault {}

  /** The node reports the id of another chain. */
  record WrongChainId(long chainId) implements Fault {}

  /** The way in which a batch is rejected. */
  enum BatchRejection {
    /** HTTP 413 with HTML. */
    HTTP_413(0, ""),
    /** The array contains an error for each call. */
    ITEMS_32600(-32600, "batch too large"),
    ITEMS_32602(-32602, "too many requests in the batch"),
    ITEMS_32005(-32005, "batch limit exceeded"),
    /** The array contains one error, with the id of the first call, like the response of geth. */
    FIRST_ITEM_32600(-32600, "batch too large"),
    /** One error object replaces the array. */
    OBJECT_32600(-32600, "batch too large"),
    OBJECT_32602(-32602, "too many requests in the batch"),
    OBJECT_32005(-32005, "batch limit exceeded"),
    /** The connection is closed. */
    CUT(0, "");

    public final int code;
    final String message;

    BatchRejection(int code, String message) {
      this.code = code;
      this.message = message;
    }
  }

  /** The defect of a block. */
  enum BlockDefect {
    /** {@code result: null}. */
    NULL,
    /** The block has no transactions, but its transactionsRoot is not that of an empty list. */
    HOLLOW,
    /** The last transaction is left out; a block without transactions is hollow. */
    LEFT_OUT_TRANSACTION,
    /** The block has the number of the next block. */
    WRONG_NUMBER,
    /** The previous block, or block 1 for block 0, replaces the block. */
    OTHER_BLOCK,
    /** The parentHash is the hash of no block. */
    UNLINKED,
    NO_TIMESTAMP,
    NO_HASH,
    /** The block has no list of transactions. */
    NO_TRANSACTIONS,
    /** The first transaction has no sender; without transactions the block has no number. */
    NO_SENDER,
    /** The first sender has 19 bytes; without transactions the block's hash has 31. */
    SHORT_ADDRESS,
    /** The number is not hexadecimal. */
    NUMBER_NOT_HEX
  }

  /** The defect of the replies to a batch. */
  enum BatchDefect {
    OUT_OF_ORDER,
    /** Every third reply, starting with the first, has no id. */
    MISSING_IDS,
    /** Every third reply, starting with the first, has an unknown id. */
    FOREIGN_IDS,
    /** Every reply has an unknown id. */
    OTHER_IDS,
    /** Every second reply has the id of the previous one. */
    DUPLICATED_IDS,
    /** Every third reply, starting with the first, is missing. */
    MISSING_ITEMS
  }

  /** The corruption of a body. */
  enum BodyCorruption {
    /** The second half is missing, and Content-Length is that of the first half. */
    TRUNCATED,
    /** A page of HTML with status 200 replaces the body. */
    HTML,
    /** Content-Length is 1000 bytes too large, and the connection is closed after the body. */
    OVERSTATED_LENGTH,
    /** The connection is closed in the middle of the body. */
    CUT
  }

  /** The way in which a connection fails. */
  enum ConnectionFailure {
    /** The connection is closed without a response. */
    CUT,
    /** The connection is reset without a response. */
    RESET,
    /** The response begins, and a byte of it follows each second. */
    DRIP,
    /** The connection stays open without a response until the client or the node closes it. */
    HANG
  }

  /** The content of a flood. */
  enum FloodContent {
    /** One hexadecimal string within a block. */
    STRING,
    /** Spaces before the response. */
    SPACES,
    /** Elements of an array. */
    ITEMS
  }
}
