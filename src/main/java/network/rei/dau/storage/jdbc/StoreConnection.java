package network.rei.dau.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreSettings;

/**
 * The one connection to the store, in transactions only. Opened again after a failure that left its
 * state unknown. Not for several threads.
 */
final class StoreConnection implements AutoCloseable {

  /** What is done in one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private final StoreSettings settings;
  private final Dialect dialect;
  private Connection connection;
  private boolean closed;

  StoreConnection(StoreSettings settings) {
    this.settings = settings;
    this.dialect = settings.dialect();
  }

  /**
   * Does all of the work or nothing; returns once it is on disk.
   *
   * @throws StorageException if it was not done
   */
  <T> T inTransaction(Work<T> work) {
    try {
      Connection current = connected();
      T result = work.on(current);
      current.commit();
      return result;
    } catch (SQLException e) {
      undo(e);
      throw dialect.failure(settings.storeName(), e);
    } catch (RuntimeException | Error e) {
      undo(e);
      throw e;
    }
  }

  /**
   * As {@link #inTransaction}, for work that reads with several statements: they all see the store
   * as it is at one moment.
   */
  <T> T inSnapshot(Work<T> work) {
    return inTransaction(
        current -> {
          dialect.beginSnapshot(current);
          return work.on(current);
        });
  }

  private Connection connected() throws SQLException {
    if (closed) {
      throw new StorageException("the store " + settings.storeName() + " is closed");
    }
    if (connection == null) {
      connection = dialect.connect(settings);
    }
    return connection;
  }

  private void undo(Throwable why) {
    if (connection == null) {
      return;
    }
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is gone, or SQLite has rolled back by itself (it does when the disk is
      // full): statements would run outside of a transaction from now on.
      why.addSuppressed(e);
      discard(why);
    }
  }

  private void discard(Throwable why) {
    try {
      connection.close();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
    connection = null;
  }

  @Override
  public void close() {
    closed = true;
    letGo();
  }

  /** Closes the connection; the next work opens another one. */
  void letGo() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw dialect.failure(settings.storeName(), e);
      } finally {
        connection = null;
      }
    }
  }
}
