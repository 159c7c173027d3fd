package network.rei.dau.observability.log;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what libraries write to the JDK's own log, which otherwise prints two lines of text. */
public final class JdkLogHandler extends Handler {

  private JdkLogHandler() {
    setFormatter(new SimpleFormatter());
  }

  /** Replaces the handlers of the JDK's log. */
  public static void install() {
    java.util.logging.Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new JdkLogHandler());
  }

  @Override
  public void publish(LogRecord event) {
    String name = event.getLoggerName();
    Logger log = LoggerFactory.getLogger(name == null || name.isEmpty() ? "jdk" : name);
    String message = getFormatter().formatMessage(event);
    int level = event.getLevel().intValue();
    if (level >= Level.SEVERE.intValue()) {
      log.error(message, event.getThrown());
    } else if (level >= Level.WARNING.intValue()) {
      log.warn(message, event.getThrown());
    } else if (level >= Level.CONFIG.intValue()) {
      log.info(message, event.getThrown());
    } else {
      log.debug(message, event.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
