package network.rei.dau.http.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import network.rei.dau.http.memory.ResponseMemory.Kind;
import org.junit.jupiter.api.Test;

class ResponseMemoryTest {

  private final ResponseMemory memory = new ResponseMemory(1_000);

  @Test
  void shouldLimitAllKindsTogetherBesideTheCaches() {
    assertThat(memory.cacheLimit()).isEqualTo(250);
    assertThat(memory.recordCacheLimit()).isEqualTo(250);
    assertThat(memory.take(Kind.LISTS, 300)).isTrue();
    assertThat(memory.take(Kind.EVENT_STREAMS, 200)).isTrue();

    assertThat(memory.take(Kind.BODIES, 1)).isFalse();

    assertThat(memory.available()).isZero();
    assertThat(memory.used(Kind.LISTS)).isEqualTo(300);
    assertThat(memory.used(Kind.BODIES)).isZero();
    assertThat(memory.refusals().sum()).isOne();
  }

  @Test
  void shouldCountAReservedResponseUntilItsEnd() {
    Runnable end = memory.reserve(Kind.LISTS, 400);
    assertThatThrownBy(() -> memory.reserve(Kind.LISTS, 101))
        .isInstanceOf(ResponseMemory.ExhaustedException.class);

    end.run();
    end.run();

    assertThat(memory.used(Kind.LISTS)).isZero();
    assertThat(memory.available()).isEqualTo(500);
  }

  @Test
  void shouldCountADroppedResponseNoLonger() {
    memory.reserve(Kind.LISTS, 400);

    await()
        .until(
            () -> {
              System.gc();
              return memory.available() == 500;
            });
  }

  @Test
  void shouldGiveTheCachesNoMoreThanTheyNeed() {
    ResponseMemory large = new ResponseMemory(1L << 30);

    assertThat(large.cacheLimit()).isEqualTo(16 << 20);
    assertThat(large.recordCacheLimit()).isEqualTo(96 << 20);
    assertThat(large.available()).isEqualTo((1L << 30) - (112 << 20));
  }

  @Test
  void shouldReportTheCaches() {
    memory.readCachedBytesFrom(() -> 42, () -> 7);

    assertThat(memory.used(Kind.CACHE)).isEqualTo(42);
    assertThat(memory.used(Kind.RECORDS)).isEqualTo(7);
  }
}
