package network.rei.dau.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.storage.EventOutbox.Entry;
import network.rei.dau.storage.EventOutbox.Pending;
import org.junit.jupiter.api.Test;

/** How the events of webhooks are kept, in every database. */
abstract class OutboxContract extends StoreContract {

  private static final Duration LEASE = Duration.ofSeconds(30);

  @Test
  void shouldReturnTheOldestDueEventAlsoAfterReopening() {
    repository.add(
        List.of(event("team", "later", NOON.plusSeconds(1)), event("team", "a", NOON)), 9);
    reopen();

    assertThat(repository.claim("team", NOON.plusSeconds(2), LEASE))
        .contains(new Entry("team", "a", NOON, 1, "{\"key\":\"a\"}"));
    assertThat(repository.claim("other", NOON.plusSeconds(2), LEASE)).isEmpty();
  }

  @Test
  void shouldNotAddAnEventTwiceWhateverBecameOfIt() {
    repository.add(List.of(event("team", "sent", NOON), event("team", "given up", NOON)), 9);
    repository.givenUp(repository.claim("team", NOON, LEASE).orElseThrow());
    repository.sent(repository.claim("team", NOON, LEASE).orElseThrow());
    reopen();

    assertThat(
            repository.add(
                List.of(event("team", "sent", NOON), event("team", "given up", NOON)), 9))
        .isZero();

    assertThat(repository.pending()).isEmpty();
    assertThat(repository.claim("team", NOON.plus(Duration.ofDays(1)), LEASE)).isEmpty();
  }

  @Test
  void shouldKeepAClaimedEventFromOthersUntilTheLeaseEnds() {
    repository.add(List.of(event("team", "a", NOON)), 9);
    Entry claimed = repository.claim("team", NOON, LEASE).orElseThrow();

    try (JdbcRecordRepository other = JdbcRecordRepository.open(settings, REI)) {
      assertThat(other.claim("team", NOON.plus(LEASE).minusMillis(1), LEASE)).isEmpty();
      Entry again = other.claim("team", NOON.plus(LEASE), LEASE).orElseThrow();
      assertThat(again.attempts()).isEqualTo(2);

      // The first claim has lost the event, so it does not decide when the event is due.
      repository.failed(claimed, NOON.plus(LEASE));
      assertThat(repository.claim("team", NOON.plus(LEASE), LEASE)).isEmpty();
      other.sent(again);
    }
    assertThat(repository.pending()).isEmpty();
  }

  @Test
  void shouldReturnAFailedEventWhenItIsDueAgain() {
    repository.add(List.of(event("team", "a", NOON)), 9);
    Entry claimed = repository.claim("team", NOON, LEASE).orElseThrow();
    repository.failed(claimed, NOON.plusSeconds(100));

    assertThat(repository.claim("team", NOON.plusSeconds(99), LEASE)).isEmpty();
    assertThat(repository.claim("team", NOON.plusSeconds(100), LEASE)).isPresent();
  }

  @Test
  void shouldBoundTheEventsOfEachWebhook() {
    List<Entry> events =
        List.of(
            event("team", "a", NOON),
            event("team", "b", NOON),
            event("team", "c", NOON),
            event("other", "a", NOON));

    assertThat(repository.add(events, 2)).isEqualTo(1);

    assertThat(repository.pending())
        .isEqualTo(
            Map.of(
                "team", new Pending(2, Optional.of(NOON)),
                "other", new Pending(1, Optional.of(NOON))));
  }

  @Test
  void shouldDeleteOldEvents() {
    repository.add(
        List.of(event("team", "old", NOON), event("team", "new", NOON.plusMillis(1))), 9);

    repository.deleteBefore(NOON.plusMillis(1));

    assertThat(repository.claim("team", NOON.plusSeconds(1), LEASE).map(Entry::key))
        .contains("new");
    assertThat(repository.claim("team", NOON.plusSeconds(1), LEASE)).isEmpty();
  }

  private static Entry event(String webhook, String key, Instant createdAt) {
    return new Entry(webhook, key, createdAt, 0, "{\"key\":\"" + key + "\"}");
  }
}
