package network.rei.dau.observability.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import network.rei.dau.observability.instrument.CounterMap;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** All is told anew at each scrape. */
class MetersTest {

  @Test
  void whatIsToldAgainIsTheSameCounterAndNoWarningInTheLog() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Meters meters = new Meters(registry);
    LongAdder count = new LongAdder();
    CounterMap<String> tally = CounterMap.ofTexts("good", "bad");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger micrometer = (Logger) LoggerFactory.getLogger("io.micrometer");
    micrometer.addAppender(log);
    try {
      for (int scrape = 0; scrape < 3; scrape++) {
        count.increment();
        tally.increment("bad");
        meters.counter("things_total", "Things.", count, "kind", "one");
        meters.counters("ends_total", "Ends.", tally, "result");
      }
    } finally {
      micrometer.detachAppender(log);
    }

    assertThat(registry.scrape())
        .contains("things_total{kind=\"one\"} 3.0")
        .contains("ends_total{result=\"bad\"} 3.0")
        .contains("ends_total{result=\"good\"} 0.0");
    assertThat(log.list).isEmpty();
  }
}
