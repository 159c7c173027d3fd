package network.rei.dau.storage;

/** The store's server cannot be reached; it may come back. */
public final class StoreUnavailableException extends StorageException {

  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
