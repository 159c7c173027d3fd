package network.rei.dau.observability.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The events that a logger and its children log until this is closed. */
public final class CapturedLog implements AutoCloseable {

  private final Logger logger;
  private final Level before;
  private final boolean additive;
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  private CapturedLog(Logger logger, Level level) {
    this.logger = logger;
    this.before = logger.getLevel();
    this.additive = logger.isAdditive();
    logger.setAdditive(false);
    logger.setLevel(level);
    events.start();
    logger.addAppender(events);
  }

  /** Captures the events of a logger at a level and above. */
  public static CapturedLog of(String name, Level level) {
    return new CapturedLog((Logger) LoggerFactory.getLogger(name), level);
  }

  /** Returns the events so far, as {@code LEVEL message}. */
  public List<String> lines() {
    return List.copyOf(events.list).stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(events);
    logger.setAdditive(additive);
    logger.setLevel(before);
  }
}
