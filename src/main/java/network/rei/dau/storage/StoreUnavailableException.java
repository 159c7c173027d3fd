package network.rei.dau.storage;

/**
 * The server of the store cannot be reached or does not take the request at the moment; the same
 * request may succeed later.
 */
public final class StoreUnavailableException extends StorageException {

  private static final long serialVersionUID = 1L;

  private final boolean isServerAway;

  /** Creates the exception for a server that cannot be reached. */
  public StoreUnavailableException(String message, Throwable cause) {
    this(message, cause, true);
  }

  /**
   * @param isServerAway whether no connection to the server works; otherwise it has answered, but
   *     is busy
   */
  public StoreUnavailableException(String message, Throwable cause, boolean isServerAway) {
    super(message, cause);
    this.isServerAway = isServerAway;
  }

  /** Returns whether no connection to the server works, so that another machine may have one. */
  public boolean isServerAway() {
    return isServerAway;
  }
}
