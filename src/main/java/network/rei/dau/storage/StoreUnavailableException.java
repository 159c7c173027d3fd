package network.rei.dau.storage;

/**
 * The server of the store cannot be reached or does not take the request at the moment; the same
 * request may succeed later.
 */
public final class StoreUnavailableException extends StorageException {

  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
