package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.maintenance.RecordMaintenance;
import org.junit.jupiter.api.Test;

/** Pruning on request while a day before the retention is being fetched. */
class PruningTest extends SupervisorFixture {

  @Test
  void shouldKeepTheRecordsOfADayThatIsBeingFetched() {
    failing(100);
    onDemand(TestSettings.retention(Duration.ofDays(1)));
    assertThat(completed(run()).missingChunks()).containsExactly(1L);
    long second = repository.find(2).orElseThrow().record().firstTimestamp();
    LocalDate day = LocalDate.ofInstant(Instant.ofEpochSecond(second), ZoneOffset.UTC);

    assertThat(prune(Optional.of(day)).records()).isZero();

    assertThat(repository.indexes()).contains(0L, 2L);
    assertThat(prune(Optional.empty()).records()).isPositive();
    assertThat(repository.indexes()).doesNotContain(0L, 2L);
  }

  @Test
  void shouldNotCountTheRetentionFromATimestampInTheFuture() {
    onDemand(TestSettings.retention(Duration.ofDays(1)));
    completed(run());
    long last = repository.find(50).orElseThrow().record().lastTimestamp();

    assertThat(pruneAt(Instant.ofEpochSecond(last).minus(Duration.ofDays(30))).records()).isZero();

    assertThat(pruneAt(Instant.ofEpochSecond(last)).records()).isPositive();
  }

  private RecordMaintenance.Pruned pruneAt(Instant time) {
    return prune(Optional.empty(), Clock.fixed(time, ZoneOffset.UTC));
  }

  /** Prunes with a retention that is shorter than the stored records. */
  private RecordMaintenance.Pruned prune(Optional<LocalDate> dayInProgress) {
    return prune(dayInProgress, Clock.systemUTC());
  }

  private RecordMaintenance.Pruned prune(Optional<LocalDate> neededFrom, Clock clock) {
    return new RecordMaintenance(
            TestSettings.retention(Duration.ofHours(1)), chain, store, kit.system(), clock)
        .prune(() -> CompletableFuture.completedFuture(neededFrom))
        .toCompletableFuture()
        .join();
  }
}
