package network.rei.dau.observability.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** Reads and sets the levels of loggers. A level that was set is valid until the process ends. */
public final class LoggerLevels {

  /** The allowed levels, as a phrase for messages. */
  public static final String ALLOWED = "OFF, ERROR, WARN, INFO, DEBUG or TRACE";

  /** The allowed names, as a phrase for messages. */
  public static final String ALLOWED_NAMES =
      "ROOT, or the name of a class or package of at most 200 characters";

  /** Each name that is set takes memory until the process ends. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$.-]{0,199}");

  private static final List<Level> LEVELS =
      List.of(Level.OFF, Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG, Level.TRACE);

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LoggerLevels.class);

  /**
   * The level of a logger.
   *
   * @param configuredLevel the level of the logger itself; null if it has that of its parent
   * @param effectiveLevel the lowest level that is logged
   */
  public record LoggerLevel(String name, String configuredLevel, String effectiveLevel) {}

  private LoggerLevels() {}

  /** Returns whether a logger may have this name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Returns the loggers that have levels of their own, sorted by name after the root. */
  public static List<LoggerLevel> configured() {
    return context().getLoggerList().stream()
        .filter(logger -> logger.getLevel() != null)
        .map(LoggerLevels::of)
        .toList();
  }

  /** Returns the level of a logger, which may not have logged yet. */
  public static LoggerLevel of(String name) {
    Logger known = context().exists(name);
    return known != null
        ? of(known)
        : new LoggerLevel(name, null, nearest(name).getEffectiveLevel().toString());
  }

  /** Returns the level with this name; empty if there is none. */
  public static Optional<String> level(String text) {
    String wanted = text.strip().toUpperCase(Locale.ROOT);
    return LEVELS.stream().map(Level::toString).filter(wanted::equals).findFirst();
  }

  /**
   * Sets the level of a logger, and logs this.
   *
   * @param level one that {@link #level} returned
   */
  public static LoggerLevel set(String name, String level) {
    Logger logger = context().getLogger(name);
    logger.setLevel(Level.toLevel(level));
    LoggerLevel now = of(logger);
    LOG.warn("An operator has set the level of the logger {} to {}", name, now.effectiveLevel());
    return now;
  }

  /** Gives a logger the level of its parent, and logs this. The root keeps its level. */
  public static LoggerLevel reset(String name) {
    Logger logger = context().getLogger(name);
    if (!logger.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME)) {
      logger.setLevel(null);
      LOG.warn(
          "An operator has reset the level of the logger {} to that of its parent, {}",
          name,
          logger.getEffectiveLevel());
    }
    return of(logger);
  }

  /** Returns the nearest parent that exists; a lookup must not create a logger. */
  private static Logger nearest(String name) {
    for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      Logger known = context().exists(name.substring(0, dot));
      if (known != null) {
        return known;
      }
    }
    return context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static LoggerLevel of(Logger logger) {
    return new LoggerLevel(
        logger.getName(),
        logger.getLevel() == null ? null : logger.getLevel().toString(),
        logger.getEffectiveLevel().toString());
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
