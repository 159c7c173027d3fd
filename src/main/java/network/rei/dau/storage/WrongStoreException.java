package network.rei.dau.storage;

/**
 * The store is sound, but not one that this program, with these settings, may use: it holds another
 * chain or chunk size, or was written by a newer version. Trying again does not help.
 */
public final class WrongStoreException extends StorageException {

  private static final long serialVersionUID = 1L;

  public WrongStoreException(String message) {
    super(message);
  }
}
