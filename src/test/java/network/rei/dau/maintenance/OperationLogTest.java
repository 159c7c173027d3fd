package network.rei.dau.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationLogTest {

  private static final Instant NOW = Instant.parse("2026-03-05T12:00:00Z");
  private static final OperationOutcome DONE = OperationOutcome.of("done");

  private final OperationLog log = new OperationLog(3);

  @ParameterizedTest
  @CsvSource({
    "VERIFY, VERIFY, true",
    "VERIFY, FETCH, true",
    "BACKUP, RESTORE, true",
    "PRUNE, BACKUP, true",
    "RUN, RUN, true",
    "BACKFILL, BACKFILL, true",
    "RUN, BACKFILL, false",
    "RUN, VERIFY, false",
    "BACKUP, RUN, false"
  })
  void shouldLetOperationsOnTheStoreConflict(
      OperationKind running, OperationKind requested, boolean conflict) {
    log.add(operation("a", running));

    assertThat(log.conflictingWith(requested).isPresent()).isEqualTo(conflict);
  }

  @Test
  void shouldNotConflictWithAnOperationThatHasEnded() {
    log.add(operation("a", OperationKind.FETCH));

    Operation ended = log.end("a", NOW.plusSeconds(2), DONE).orElseThrow();

    assertThat(ended.isRunning()).isFalse();
    assertThat(ended.ended()).contains(new Operation.End(NOW.plusSeconds(2), DONE));
    assertThat(log.conflictingWith(OperationKind.FETCH)).isEmpty();
    assertThat(log.find("a")).contains(ended);
  }

  @Test
  void shouldRemoveTheOldestThatHaveEndedAndKeepThoseInProgress() {
    log.add(operation("running", OperationKind.RUN));
    for (String id : List.of("a", "b", "c", "d")) {
      log.add(operation(id, OperationKind.PRUNE));
      log.end(id, NOW, DONE);
    }
    log.add(operation("e", OperationKind.PRUNE));

    assertThat(log.newestFirst()).extracting(Operation::id).containsExactly("e", "d", "running");
    assertThat(log.find("a")).isEmpty();
  }

  @Test
  void shouldRecordAnEndOnce() {
    log.add(operation("a", OperationKind.PRUNE));
    log.end("a", NOW, DONE);

    assertThat(log.end("a", NOW, DONE)).isEmpty();
    assertThat(log.end("unknown", NOW, DONE)).isEmpty();
  }

  private static Operation operation(String id, OperationKind kind) {
    return new Operation(id, kind, Map.of(), NOW, Optional.empty());
  }
}
