package network.rei.dau.observability.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HistogramTest {

  @Test
  void shouldCountAValueInTheBucketWhoseBoundItDoesNotExceed() {
    Histogram histogram = Histogram.ofNumbers(1, 10, 100);

    for (long value : new long[] {0, 1, 2, 10, 100, 101, 5_000}) {
      histogram.record(value);
    }

    Histogram.Values values = histogram.values();
    assertThat(values.bounds()).containsExactly(1.0, 10.0, 100.0);
    assertThat(values.counts()).containsExactly(2L, 2L, 1L, 2L);
    assertThat(values.count()).isEqualTo(7);
    assertThat(values.sum()).isEqualTo(5_214);
  }

  @Test
  void shouldReturnTimesInSeconds() {
    Histogram histogram = Histogram.ofTimes(Duration.ofMillis(5), Duration.ofSeconds(2));

    histogram.record(Duration.ofMillis(1500).toNanos());

    Histogram.Values values = histogram.values();
    assertThat(values.bounds()).containsExactly(0.005, 2.0);
    assertThat(values.counts()).containsExactly(0L, 1L, 0L);
    assertThat(values.sum()).isEqualTo(1.5, Offset.offset(1e-9));
  }
}
