package network.rei.dau.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.jdbc.dialect.Dialect;

/**
 * Runs transactions on one connection to the store. The connection is opened again after a failure
 * that leaves its state unknown. Not safe for use by several threads.
 */
final class StoreConnection implements AutoCloseable {

  /** Work within one transaction. */
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
   * Runs work in a transaction, and returns once it is durable.
   *
   * @throws StorageException if the transaction failed and was rolled back
   */
  <T> T inTransaction(Work<T> work) {
    try {
      Connection current = connected();
      T result = work.on(current);
      current.commit();
      return result;
    } catch (SQLException e) {
      rollBack(e);
      if (connection != null && dialect.needsNewConnection(e)) {
        discard(e);
      }
      throw dialect.failure(settings.storeName(), e);
    } catch (RuntimeException | Error e) {
      rollBack(e);
      throw e;
    }
  }

  /**
   * As {@link #inTransaction}, for work that only reads: all of its statements see one snapshot.
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

  private void rollBack(Throwable why) {
    if (connection == null) {
      return;
    }
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is lost, or SQLite has rolled back by itself, as it does when the disk is
      // full: further statements would run outside of a transaction.
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
    release();
  }

  /** Closes the connection; the next transaction opens another one. */
  void release() {
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
