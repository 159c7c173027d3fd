package network.rei.dau.chain.jsonrpc;

import java.time.Duration;
import network.rei.dau.chain.ChainException;

/**
 * Why a request, or one call of it, failed. The scheduler decides from it whether the call is
 * retried and what it means for the limits of the endpoint.
 *
 * @param kind the kind that the caller of the chain client sees
 * @param cause the cause that retries and limits depend on
 * @param message text for operators; names neither endpoint nor blocks, and no URL
 * @param retryAfter how long the endpoint asked not to be called; null if it did not ask
 */
public record RpcFailure(ChainException.Kind kind, Cause cause, String message, Duration retryAfter)
    implements RpcResult {

  /** What a failure says about the endpoint, the batch, or the one call. */
  public enum Cause {
    /** One call was answered badly (null, hollow, malformed, an error object), the rest is good. */
    ANSWER,
    /** The server failed as a whole: 5xx, HTML, an empty body. */
    SERVER,
    /** The response broke off in the middle. */
    CUT,
    /** No connection could be opened. */
    CONNECT,
    /** No response arrived in time. */
    TIMEOUT,
    /** Too many requests. */
    RATE,
    /** Too many requests, in answer to a batch: some nodes also mean a batch that is too large. */
    RATE_OR_SIZE,
    /** The batch or its response was too large, or the node does not support batches. */
    TOO_LARGE,
    /** A status that points to wrong settings: 401, 403, 404, redirects. */
    DENIED
  }

  public RpcFailure(ChainException.Kind kind, Cause cause, String message) {
    this(kind, cause, message, null);
  }

  /** Returns the failure of one call. */
  public static RpcFailure answer(ChainException.Kind kind, String message) {
    return new RpcFailure(kind, Cause.ANSWER, message);
  }

  /** Returns the failure of one call whose result is not what it must be. */
  public static RpcFailure malformed(String message) {
    return answer(ChainException.Kind.MALFORMED, message);
  }

  /** Returns whether the call for a block was answered with null or an error object. */
  public boolean isNotServed() {
    return cause == Cause.ANSWER
        && (kind == ChainException.Kind.MISSING_BLOCK || kind == ChainException.Kind.REFUSED);
  }

  /**
   * Returns the message behind its subject, which is not repeated if the message begins with it.
   */
  public String about(String subject) {
    String start = subject + ": ";
    return message.startsWith(start) ? message : start + message;
  }

  RpcFailure withRetryAfter(Duration wait) {
    return new RpcFailure(kind, cause, message, wait);
  }

  @Override
  public RpcFailure failure() {
    return this;
  }
}
