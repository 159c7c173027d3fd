package network.rei.dau.storage;

/**
 * The store does not fit the program and its settings: it holds another chain or chunk size, or was
 * written by a newer version. Repeating the request does not help.
 */
public final class WrongStoreException extends StorageException {

  private static final long serialVersionUID = 1L;

  public WrongStoreException(String message) {
    super(message);
  }
}
