package network.rei.dau.storage.jdbc.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.WrongStoreException;
import network.rei.dau.storage.files.PrivateFolders;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The dialect of PostgreSQL: connections, timeouts and the meaning of errors. The driver is loaded
 * by the first connection.
 */
public final class PostgresDialect implements Dialect {

  static final String URL_PREFIX = "jdbc:postgresql:";

  private static final String HOST = "([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?";
  private static final Pattern URL =
      Pattern.compile(URL_PREFIX + "//" + HOST + "(," + HOST + ")*/[^/?@]+(\\?.*)?");

  private static final Pattern THIS_MACHINE =
      Pattern.compile("localhost|127\\.[0-9.]+|\\[?(::1|0:0:0:0:0:0:0:1)]?");

  private static final int OLDEST_VERSION = 13;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(3);

  /** Timeout of an answer. Lock timeouts of the server are shorter. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  /** Timeout of a migration, which may rewrite a table. */
  public static final Duration MIGRATION_TIMEOUT = Duration.ofMinutes(30);

  private static final String SESSION =
      // A commit waits for a commit of another node, but not permanently.
      "SET lock_timeout = '10s';"
          // If this node stops or loses its network within a commit, other nodes need not wait
          // longer.
          + "SET idle_in_transaction_session_timeout = '30s';"
          // A commit that returned survives a power failure of the server.
          + "SELECT set_config('synchronous_commit', 'on', false)"
          + " WHERE current_setting('synchronous_commit') = 'off'";

  private static final Map<String, String> EXPLANATIONS =
      Map.ofEntries(
          Map.entry("08001", "the store %s cannot be reached: %s"),
          Map.entry("08004", "the store %s cannot be reached: %s"),
          Map.entry("57P03", "the store %s cannot be reached: %s"),
          Map.entry("08003", "the connection to the store %s was lost: %s"),
          Map.entry("08006", "the connection to the store %s was lost: %s"),
          Map.entry("57P01", "the connection to the store %s was lost: %s"),
          Map.entry("57P02", "the connection to the store %s was lost: %s"),
          Map.entry("25P03", "the connection to the store %s was lost: %s"),
          Map.entry("57P05", "the connection to the store %s was lost: %s"),
          Map.entry("53300", "the store %s accepts no further connections: %s"),
          Map.entry("53200", "the server of the store %s is out of memory: %s"),
          Map.entry("40001", "the store %s has ended a transaction in favour of another: %s"),
          Map.entry("40P01", "the store %s has ended a transaction in favour of another: %s"),
          Map.entry("28000", "the store %s refuses rei-dau.store.user or its password: %s"),
          Map.entry("28P01", "the store %s refuses rei-dau.store.user or its password: %s"),
          Map.entry("3D000", "the database of the store %s must be created first: %s"),
          Map.entry("42501", "the user of the store %s may not do what is needed: %s"),
          Map.entry(
              "53100", "the disk of the store %s is full; what was stored before is unharmed: %s"),
          Map.entry("25006", "the store %s can only be read, as on a standby server: %s"),
          Map.entry("55P03", "the store %s is kept busy by another node's commit: %s"));

  /** The class of the states of failed connections, to which those of poolers belong too. */
  private static final String FAILED_CONNECTIONS = "08";

  /**
   * The server was shut down, is starting, has ended an idle session, has no connection left, or
   * refuses the user, the password or the database, which another node may be started with.
   */
  private static final Set<String> AWAY =
      Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "53300", "28000", "28P01", "3D000");

  /**
   * The server is a standby, has no memory or no space on its disk left, or prefers another
   * transaction for now.
   */
  private static final Set<String> BUSY =
      Set.of("25006", "53100", "53200", "40001", "40P01", "55P03");

  private static final List<Migration> MIGRATIONS =
      List.of(
          new Migration("V1__records.sql", -1673922071),
          new Migration("V2__periods.sql", -1341830029),
          new Migration("V3__changed_at.sql", -2117030029),
          new Migration("V4__commit_mark.sql", -411110164),
          new Migration("V5__traffic.sql", 1139067907),
          new Migration("V6__tracked_contracts.sql", -1227984121),
          new Migration("V7__time_floors.sql", 1155527106),
          new Migration("V8__webhook_event.sql", 1810095186),
          new Migration("V9__cluster_member.sql", 1835995927));

  /** A reference that keeps the level, which is off because messages may contain a password. */
  private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

  static {
    DRIVER_LOG.setLevel(Level.OFF);
  }

  /** Returns whether a URL names a server and a database, without credentials. */
  public static boolean isValid(String url) {
    return URL.matcher(url).matches();
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public Connection connect(StoreSettings settings) throws SQLException {
    Connection connection = new Driver().connect(settings.url(), properties(settings));
    try (Statement statement = connection.createStatement()) {
      requireVersion(settings, connection.getMetaData().getDatabaseMajorVersion());
      statement.execute(SESSION);
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Connects, which takes at most {@link #PROBE_TIMEOUT}, and closes the connection. */
  @Override
  public void probe(StoreSettings settings) throws SQLException {
    Properties properties = properties(settings);
    String timeout = String.valueOf(PROBE_TIMEOUT.toSeconds());
    properties.setProperty("connectTimeout", timeout);
    properties.setProperty("socketTimeout", timeout);
    properties.setProperty("loginTimeout", timeout);
    new Driver().connect(settings.url(), properties).close();
  }

  private static void requireVersion(StoreSettings settings, int version) {
    if (version < OLDEST_VERSION) {
      throw new WrongStoreException(
          "the store "
              + settings.storeName()
              + " is PostgreSQL "
              + version
              + ", needed is "
              + OLDEST_VERSION
              + " or newer");
    }
  }

  /** Returns the defaults, which parameters of the URL override. */
  private static Properties properties(StoreSettings settings) {
    Properties properties = new Properties();
    settings.user().ifPresent(user -> properties.setProperty("user", user));
    settings.password().ifPresent(password -> properties.setProperty("password", password));
    properties.setProperty("ApplicationName", "rei-dau-stats");
    properties.setProperty("connectTimeout", String.valueOf(CONNECT_TIMEOUT.toSeconds()));
    properties.setProperty("socketTimeout", String.valueOf(ANSWER_TIMEOUT.toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    // Binary transfer from the first use on: text has twice the length.
    properties.setProperty("prepareThreshold", "-1");
    properties.setProperty("logServerErrorDetail", "false");
    return properties;
  }

  /**
   * Warns if the URL leaves it to the server of another machine whether connections are encrypted.
   */
  @Override
  public Optional<String> warning(StoreSettings settings) {
    Properties url = Driver.parseURL(settings.url(), new Properties());
    if (url == null
        || PGProperty.SSL_MODE.getOrNull(url) != null
        || PGProperty.SSL.getOrNull(url) != null
        || Arrays.stream(url.getProperty(PGProperty.PG_HOST.getName(), "localhost").split(","))
            .allMatch(host -> THIS_MACHINE.matcher(host).matches())) {
      return Optional.empty();
    }
    return Optional.of(
        "The connections to the store "
            + settings.storeName()
            + " are not encrypted if its server does not offer it, and the server is not verified."
            + " Add sslmode=verify-full to rei-dau.store.jdbc-url, or sslmode=disable if the"
            + " network is private.");
  }

  @Override
  public void beginSnapshot(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }
  }

  @Override
  public void migrate(StoreSettings settings, FluentConfiguration flyway) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    settings.user().ifPresent(source::setUser);
    settings.password().ifPresent(source::setPassword);
    source.setConnectTimeout((int) CONNECT_TIMEOUT.toSeconds());
    source.setSocketTimeout((int) MIGRATION_TIMEOUT.toSeconds());
    source.setURL(settings.url());
    flyway.dataSource(source);
  }

  @Override
  public List<Migration> migrations() {
    return MIGRATIONS;
  }

  @Override
  public String folder() {
    return "/db/migration/postgresql/";
  }

  @Override
  public String another() {
    return "another database";
  }

  @Override
  public boolean isAway(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith(FAILED_CONNECTIONS) || AWAY.contains(state);
  }

  @Override
  public boolean isBusy(SQLException e) {
    return BUSY.contains(String.valueOf(e.getSQLState()));
  }

  /** A connection to a standby would stay there after another server has become the primary. */
  @Override
  public boolean needsNewConnection(SQLException e) {
    return "25006".equals(e.getSQLState());
  }

  @Override
  public String explain(String store, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String explanation =
        EXPLANATIONS.getOrDefault(
            state,
            state.startsWith(FAILED_CONNECTIONS)
                ? "the connection to the store %s failed: %s"
                : "the store %s failed: %s");
    return String.format(
        explanation, store, PrivateFolders.oneLine(String.valueOf(e.getMessage())));
  }
}
