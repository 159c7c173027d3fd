package network.rei.dau.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestHeadTest {

  private final RequestHead head = new RequestHead(100, 10, 0);

  @Test
  void shouldMeasureTheFirstHeadFromTheOpeningOfTheConnection() {
    assertThat(head.isLate(9)).isFalse();
    assertThat(head.isLate(10)).isTrue();
    head.received(1, 9);
    assertThat(head.remainingNanos(9)).isEqualTo(1);
  }

  @Test
  void shouldMeasureAFurtherHeadFromItsFirstByte() {
    head.completed();
    head.answered();
    assertThat(head.isLate(1_000)).isFalse();

    head.received(1, 1_000);
    head.received(1, 1_009);
    assertThat(head.isLate(1_009)).isFalse();
    assertThat(head.isLate(1_010)).isTrue();
  }

  @Test
  void shouldNotBeLateWhileAResponseIsAwaited() {
    head.completed();
    head.received(1, 0);
    assertThat(head.isLate(1_000)).isFalse();
    head.answered();
    assertThat(head.isLate(1_000)).isTrue();
  }

  @Test
  void shouldSumTheBytesOfOneHead() {
    head.received(60, 0);
    head.completed();
    head.received(60, 0);
    head.received(40, 0);
    assertThat(head.isTooLarge()).isFalse();
    head.received(1, 0);
    assertThat(head.isTooLarge()).isTrue();
  }

  @Test
  void shouldLimitTheBytesOfAllHeadsTogether() {
    AtomicLong bytes = new AtomicLong();
    OpenConnections connections = new OpenConnections(100, bytes, new AtomicLong());

    assertThat(connections.reserve(60)).isTrue();
    assertThat(connections.reserve(41)).isFalse();
    assertThat(connections.reserve(40)).isTrue();
    connections.release(60);
    assertThat(bytes).hasValue(40);
  }
}
