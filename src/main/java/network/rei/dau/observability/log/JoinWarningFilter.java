package network.rei.dau.observability.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.List;
import org.slf4j.Marker;

/**
 * Accepts one warning a minute of those that Akka logs every 3 s while a node waits for an answer
 * of the members of a cluster. Logback creates it, by its name in {@code logback-text.xml} and
 * {@code logback-json.xml}.
 */
public final class JoinWarningFilter extends Filter<ILoggingEvent> {

  /** The marker of these warnings, and of the errors that end a node. */
  static final String MARKER = "akkaJoinFailed";

  static final Duration INTERVAL = Duration.ofMinutes(1);

  private long lastAccepted = Long.MIN_VALUE / 2;

  /** Called by Logback. */
  public JoinWarningFilter() {}

  @Override
  public FilterReply decide(ILoggingEvent event) {
    if (event.getLevel() != Level.WARN || !isMarked(event.getMarkerList())) {
      return FilterReply.NEUTRAL;
    }
    return isDue(event.getTimeStamp()) ? FilterReply.NEUTRAL : FilterReply.DENY;
  }

  private static boolean isMarked(List<Marker> markers) {
    return markers != null && markers.stream().anyMatch(marker -> MARKER.equals(marker.getName()));
  }

  /** Returns whether the interval has passed, or the clock was set back. */
  private synchronized boolean isDue(long time) {
    if (Math.abs(time - lastAccepted) < INTERVAL.toMillis()) {
      return false;
    }
    lastAccepted = time;
    return true;
  }
}
