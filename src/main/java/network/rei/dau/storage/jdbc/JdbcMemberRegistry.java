package network.rei.dau.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import network.rei.dau.storage.MemberRegistry;
import network.rei.dau.storage.StoreSettings;

/**
 * Keeps the nodes of a cluster in PostgreSQL, over a connection of its own: a member that commits
 * must not seem dead. The store must have been opened before, which creates the tables.
 */
public final class JdbcMemberRegistry implements MemberRegistry {

  /** Shorter than that of commits, so that members renew their rows soon after an outage. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  private final StoreConnection store;

  /** Creates a registry that connects with the first call. */
  public JdbcMemberRegistry(StoreSettings settings) {
    this.store = new StoreConnection(settings);
  }

  @Override
  public synchronized Reading renew(Node self, long cluster) {
    return inTransaction(
        connection -> {
          MemberTable.renew(connection, self, cluster);
          return new Reading(MemberTable.cluster(connection), MemberTable.entries(connection));
        });
  }

  @Override
  public synchronized OptionalLong begin(
      Node self, Set<Node> members, long after, Duration living) {
    return inTransaction(
        connection -> {
          if (MemberTable.lockCluster(connection) != after
              || MemberTable.entries(connection).stream()
                  .filter(entry -> entry.isMember(after) && entry.isRenewed(living))
                  .filter(entry -> !members.contains(entry.node()))
                  .anyMatch(entry -> !entry.node().address().equals(self.address()))) {
            return OptionalLong.empty();
          }
          MemberTable.setCluster(connection, after + 1);
          MemberTable.deleteOld(connection);
          MemberTable.renew(connection, self, after + 1);
          return OptionalLong.of(after + 1);
        });
  }

  @Override
  public synchronized void remove(Node self) {
    inTransaction(
        connection -> {
          MemberTable.remove(connection, self);
          return null;
        });
  }

  private <T> T inTransaction(StoreConnection.Work<T> work) {
    return store.inTransaction(
        connection -> {
          limitWait(connection);
          return work.on(connection);
        });
  }

  private static void limitWait(Connection connection) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, (int) ANSWER_TIMEOUT.toMillis());
  }

  @Override
  public synchronized void close() {
    store.close();
  }
}
