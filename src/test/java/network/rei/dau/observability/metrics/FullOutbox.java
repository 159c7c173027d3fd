package network.rei.dau.observability.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.storage.EventOutbox;

/** An outbox without space that has one event, of an hour before 1970, which is always due. */
final class FullOutbox implements EventOutbox {

  private final Entry entry;

  FullOutbox(String webhook) {
    this.entry =
        new Entry(webhook, "run:1", Instant.now(), 1, "{\"id\":\"1\",\"event\":\"run_failed\"}");
  }

  @Override
  public int add(List<Entry> entries, int maxPending) {
    return entries.size();
  }

  @Override
  public Optional<Entry> claim(String webhook, Instant now, Duration lease) {
    return Optional.of(entry);
  }

  @Override
  public void sent(Entry claimed) {}

  @Override
  public void failed(Entry claimed, Instant dueAt) {
    throw new IllegalStateException("the next event is not claimed then");
  }

  @Override
  public void givenUp(Entry claimed) {}

  @Override
  public void deleteBefore(Instant time) {}

  @Override
  public Map<String, Pending> pending() {
    return Map.of(
        entry.webhook(), new Pending(1, Optional.of(Instant.EPOCH.minus(Duration.ofHours(1)))));
  }
}
