package network.rei.dau.observability.log;

import static org.assertj.core.api.Assertions.assertThat;

import akka.cluster.ClusterLogMarker;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.FilterReply;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MarkerFactory;

class JoinWarningFilterTest {

  private static final String MARKER = ClusterLogMarker.joinFailed().name();

  @ParameterizedTest
  @ValueSource(strings = {"logback-text.xml", "logback-json.xml"})
  void shouldAcceptOneWarningAMinuteOfANodeThatWaitsToJoin(String file) throws JoranException {
    Appender<ILoggingEvent> appender = appender(file);

    assertThat(
            IntStream.rangeClosed(0, 1_200 / 3)
                .filter(attempt -> accepts(appender, Level.WARN, MARKER, attempt * 3_000L))
                .count())
        .as("of a warning every 3 s in 20 minutes")
        .isEqualTo(21);
    assertThat(accepts(appender, Level.WARN, MARKER, 600_000)).as("clock set back").isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"logback-text.xml", "logback-json.xml"})
  void shouldAcceptAllOtherEvents(String file) throws JoranException {
    Appender<ILoggingEvent> appender = appender(file);

    for (int i = 0; i < 10; i++) {
      assertThat(accepts(appender, Level.ERROR, MARKER, i)).isTrue();
      assertThat(accepts(appender, Level.WARN, "another", i)).isTrue();
      assertThat(accepts(appender, Level.WARN, null, i)).isTrue();
    }
  }

  private static boolean accepts(
      Appender<ILoggingEvent> appender, Level level, String marker, long time) {
    LoggingEvent event = new LoggingEvent();
    event.setLevel(level);
    event.setTimeStamp(time);
    if (marker != null) {
      event.addMarker(MarkerFactory.getDetachedMarker(marker));
    }
    return appender.getFilterChainDecision(event) != FilterReply.DENY;
  }

  /** Returns the appender that a file of the program describes. */
  private static Appender<ILoggingEvent> appender(String file) throws JoranException {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    context.putProperty("rei-dau.log-format", file.replaceAll("logback-|\\.xml", ""));
    configurator.doConfigure(JoinWarningFilterTest.class.getResource("/logback.xml"));
    return context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("STDERR");
  }
}
