package network.rei.dau.chain.jsonrpc;

import java.time.Duration;
import network.rei.dau.chain.ChainException;

/**
 * Why a request, or one item of its answer, came to nothing. A value: whether it is retried, and
 * what the endpoint's limits make of it, is decided by who receives it.
 *
 * @param kind as callers see it
 * @param cause as retries and limits see it
 * @param message for people; names neither endpoint nor blocks, and no URL
 * @param retryAfter how long the endpoint asked to be left alone; null if it did not say
 */
public record RpcFailure(
    ChainException.Kind kind, Cause cause, String message, Duration retryAfter) {

  /** What a fault says about the endpoint, the batch, or the one block. */
  public enum Cause {
    /** One item was answered badly (null, hollow, malformed, an error object); the rest stands. */
    ANSWER,
    /** The server failed as a whole: 5xx, HTML, an empty body. */
    SERVER,
    /** The answer broke off in the middle. */
    CUT,
    /** No connection came about. */
    CONNECT,
    /** No answer in time. */
    TIMEOUT,
    /** Too many requests. */
    RATE,
    /** The same words for a batch, which some nodes also use for one that is too large. */
    RATE_OR_SIZE,
    /** The batch, or its answer, was too large, or the node knows no batches. */
    TOO_LARGE,
    /** A status that speaks of the settings rather than of the moment: 401, 403, 404, redirects. */
    DENIED
  }

  public RpcFailure(ChainException.Kind kind, Cause cause, String message) {
    this(kind, cause, message, null);
  }

  /** A bad answer to one item. */
  public static RpcFailure answer(ChainException.Kind kind, String message) {
    return new RpcFailure(kind, Cause.ANSWER, message);
  }

  /** One item that is not what was asked for. */
  public static RpcFailure malformed(String message) {
    return answer(ChainException.Kind.MALFORMED, message);
  }

  /** The message, after what it is about; not twice where it begins with that itself. */
  public String about(String what) {
    String start = what + ": ";
    return message.startsWith(start) ? message : start + message;
  }

  RpcFailure withRetryAfter(Duration wait) {
    return new RpcFailure(kind, cause, message, wait);
  }
}
