package network.rei.dau.ingest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import network.rei.dau.chain.ChainException;
import network.rei.dau.concurrent.Failures;

/**
 * Why a step of ingest failed. The labels are what the API, the metrics and the messages between
 * nodes show.
 */
public enum IngestFailureType {
  /** No endpoint could be reached. */
  UNREACHABLE(ChainException.Kind.UNREACHABLE),
  /** An endpoint did not answer in time. */
  TIMEOUT(ChainException.Kind.TIMEOUT),
  /** The endpoints refused further requests for a while. */
  RATE_LIMITED(ChainException.Kind.RATE_LIMITED),
  /** An endpoint answered with an error. */
  REFUSED(ChainException.Kind.REFUSED),
  /** The answer is not valid, or its blocks do not make up the record that was requested. */
  MALFORMED(ChainException.Kind.MALFORMED),
  /** An endpoint does not have a block. */
  MISSING_BLOCK(ChainException.Kind.MISSING_BLOCK),
  /** A block came without its transactions. */
  HOLLOW_BLOCK(ChainException.Kind.HOLLOW_BLOCK),
  /** The parent hash of a block is not the hash of the block before it. */
  UNLINKED_BLOCK(ChainException.Kind.UNLINKED_BLOCK),
  /** The endpoints serve another chain than the one that is configured. */
  WRONG_CHAIN(ChainException.Kind.WRONG_CHAIN),
  /** The chain client was closed. */
  CLOSED(ChainException.Kind.CLOSED),
  /** The store could not be read or written, or did not answer. */
  STORE("store", true),
  /** Another writer has taken over the store. */
  STALE_EPOCH("stale_epoch", false),
  /** New blocks do not continue the stored ones: the chain was reorganised. */
  REORGANISED("reorganised", false),
  /** No stored block is on the chain any more: the chain was reset, or the fork is too deep. */
  CHAIN_RESET("chain_reset", false),
  /** An error in this program. */
  INTERNAL("internal", true);

  private final String label;
  private final boolean retryable;

  IngestFailureType(ChainException.Kind kind) {
    this(kind.label(), true);
  }

  IngestFailureType(String label, boolean retryable) {
    this.label = label;
    this.retryable = retryable;
  }

  /** Returns the stable, lower-case name for JSON and metrics. */
  @JsonValue
  public String label() {
    return label;
  }

  /** Returns whether another attempt in the same run can succeed. */
  boolean isRetryable() {
    return retryable;
  }

  /**
   * Returns whether the failure concerns the block that was requested, and not an endpoint or the
   * store, so that only another endpoint or a change of the chain can help.
   */
  public boolean concernsBlock() {
    return switch (this) {
      case MISSING_BLOCK, HOLLOW_BLOCK, MALFORMED, REFUSED -> true;
      default -> false;
    };
  }

  /**
   * Returns whether the failure concerns the node that fetched, because its endpoints or its
   * connection to the store do not work, so that another node may succeed.
   */
  public boolean concernsNode() {
    return switch (this) {
      case UNREACHABLE, TIMEOUT, RATE_LIMITED, STORE, CLOSED, INTERNAL -> true;
      default -> false;
    };
  }

  /** Returns the type of a label; {@link #INTERNAL} for one that only a newer version knows. */
  @JsonCreator
  static IngestFailureType ofLabel(String label) {
    return Arrays.stream(values())
        .filter(type -> type.label.equals(label))
        .findFirst()
        .orElse(INTERNAL);
  }

  /** Returns the type of the failure of a stage. */
  public static IngestFailureType of(Throwable failure) {
    Throwable cause = Failures.cause(failure);
    if (cause instanceof IngestException ingest) {
      return ingest.type();
    }
    if (cause instanceof ChainException chain) {
      return ofLabel(chain.kind().label());
    }
    return cause instanceof TimeoutException ? TIMEOUT : INTERNAL;
  }
}
