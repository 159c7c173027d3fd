package network.rei.dau.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import network.rei.dau.activity.ledger.Gap;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.History;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.json.Json;
import network.rei.dau.storage.EventOutbox.Entry;
import network.rei.dau.text.NumberText;

/**
 * Derives the events of the webhooks from the state of the data and of ingest. The same state
 * yields the same keys and ids, before and after a restart and on every node, so that an event that
 * was not written before a crash is derived again. Not thread-safe.
 */
final class EventPlanner {

  /**
   * How long after its end a day is announced. Older days, as those that a first run fetches, are
   * not news.
   */
  static final Duration NEWS = Duration.ofDays(2);

  private static final int WEEK = 7;

  /** Bounds {@link #planned}; far more than the events of the time in which they can be derived. */
  private static final int MAX_PLANNED = 10_000;

  private final List<Webhook> webhooks;
  private final String chainName;
  private final long chainId;

  /** When the first missing chunk of each gap was first seen, by its index. */
  private final Map<Long, Instant> gaps = new HashMap<>();

  /** The webhooks and keys of the events that are in the outbox. */
  private final Set<List<String>> planned = new LinkedHashSet<>();

  /**
   * What events are derived from.
   *
   * @param history the statistics of whole days
   * @param gaps the missing blocks within the retention
   * @param ingest empty if it is not known
   */
  record State(History history, List<Gap> gaps, Optional<IngestStatus> ingest) {

    static State of(Ledger ledger, Optional<IngestStatus> ingest, Duration retention) {
      return new State(ledger.history(), ledger.gapsOfLast(retention), ingest);
    }
  }

  EventPlanner(List<Webhook> webhooks, String chainName, long chainId) {
    this.webhooks = List.copyOf(webhooks);
    this.chainName = chainName;
    this.chainId = chainId;
  }

  /** Returns the events that were not {@linkplain #added added} yet. */
  List<Entry> events(State state, Instant now) {
    List<Entry> events = new ArrayList<>();
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    for (LocalDate date = today.minusDays(NEWS.toDays());
        date.isBefore(today);
        date = date.plusDays(1)) {
      addDay(state.history(), date, now, events);
    }
    addGaps(state.gaps(), now, events);
    state
        .ingest()
        .ifPresent(status -> status.lastRun().ifPresent(run -> addRun(run, status, now, events)));
    events.removeIf(event -> planned.contains(identity(event)));
    return events;
  }

  /** Notes that events are in the outbox, or that it had no place for them. */
  void added(List<Entry> events) {
    events.forEach(event -> planned.add(identity(event)));
    while (planned.size() > MAX_PLANNED) {
      planned.remove(planned.iterator().next());
    }
  }

  private static List<String> identity(Entry event) {
    return List.of(event.webhook(), event.key());
  }

  private void addDay(History history, LocalDate date, Instant now, List<Entry> events) {
    Optional<PeriodActivity> whole = history.wholeDay(date);
    if (whole.isEmpty()) {
      return;
    }
    Days days = new Days(history, date, whole.get());
    for (Webhook webhook : webhooks) {
      if (webhook.wants(EventType.DAY)) {
        String key = "day:" + date + ":" + days.day().revision();
        events.add(entry(webhook, EventType.DAY, key, now, days.text(), days::describe));
      }
      if (webhook.wants(EventType.THRESHOLD)) {
        webhook.conditions().stream()
            .filter(days::crosses)
            .map(condition -> threshold(webhook, condition, days, now))
            .forEach(events::add);
      }
    }
  }

  private Entry threshold(Webhook webhook, Condition condition, Days days, Instant now) {
    double value = days.value(condition, 0).orElseThrow();
    OptionalDouble before = days.value(condition, 1);
    String of = condition.metric().key();
    String text =
        condition.kind().isChange()
            ? "%s: %s changed by %s from the week before, %s %s"
                .formatted(
                    days.date(),
                    of,
                    NumberText.change(value),
                    condition.kind().side(),
                    NumberText.change(condition.bound()))
            : "%s: %s is %s, %s %s"
                .formatted(
                    days.date(),
                    of,
                    NumberText.of(value, condition.metric().unit()),
                    condition.kind().side(),
                    NumberText.of(condition.bound(), condition.metric().unit()));
    return entry(
        webhook,
        EventType.THRESHOLD,
        "threshold:" + condition.key() + ":" + days.date(),
        now,
        text,
        event -> {
          ObjectNode threshold = event.putObject("threshold");
          threshold.put("date", days.date().toString());
          threshold.put("metric", of);
          threshold.put("condition", condition.kind().key());
          threshold.put("bound", condition.bound());
          threshold.put("value", value);
          threshold.put("dayBefore", before.isPresent() ? before.getAsDouble() : null);
        });
  }

  private void addGaps(List<Gap> found, Instant now, List<Entry> events) {
    gaps.keySet().retainAll(found.stream().map(Gap::firstChunk).toList());
    for (Gap gap : found) {
      Instant since = gaps.computeIfAbsent(gap.firstChunk(), first -> now);
      Duration age = Duration.between(since, now);
      for (Webhook webhook : webhooks) {
        if (webhook.wants(EventType.GAP) && age.compareTo(webhook.gapAfter()) >= 0) {
          events.add(gap(webhook, gap, since, now));
        }
      }
    }
  }

  private Entry gap(Webhook webhook, Gap gap, Instant since, Instant now) {
    Instant after = Instant.ofEpochSecond(gap.after());
    Instant before = Instant.ofEpochSecond(gap.before());
    return entry(
        webhook,
        EventType.GAP,
        "gap:" + gap.firstChunk(),
        now,
        "blocks %d to %d, between %s and %s, have been missing since %s"
            .formatted(
                gap.blocks().first(),
                gap.blocks().last(),
                after,
                before,
                since.truncatedTo(ChronoUnit.SECONDS)),
        event -> {
          ObjectNode view = event.putObject("gap");
          view.put("fromBlock", gap.blocks().first());
          view.put("toBlock", gap.blocks().last());
          view.put("blocks", gap.blocks().size());
          view.put("after", after.toString());
          view.put("before", before.toString());
          view.put("since", since.toString());
        });
  }

  private void addRun(
      IngestStatus.LastRun run, IngestStatus status, Instant now, List<Entry> events) {
    boolean old = run.finished().isBefore(now.minus(NEWS));
    if (run.result() == IngestStatus.Result.COMPLETED || old) {
      return;
    }
    // One event an hour, however often runs fail.
    String key = "run:" + run.finished().truncatedTo(ChronoUnit.HOURS);
    String result = run.result().name().toLowerCase(Locale.ROOT);
    String text =
        "the run that began at %s is %s%s"
            .formatted(
                run.started().truncatedTo(ChronoUnit.SECONDS),
                result,
                run.error().map(error -> ": " + error).orElse(""));
    for (Webhook webhook : webhooks) {
      if (webhook.wants(EventType.RUN_FAILED)) {
        events.add(
            entry(
                webhook,
                EventType.RUN_FAILED,
                key,
                now,
                text,
                event -> {
                  ObjectNode view = event.putObject("run");
                  view.put("started", run.started().toString());
                  view.put("finished", run.finished().toString());
                  view.put("result", result);
                  view.put("error", run.error().orElse(null));
                  view.put("missingChunks", status.missingChunks().size());
                }));
      }
    }
  }

  /** Adds the part of an event that depends on its type. */
  @FunctionalInterface
  private interface Details {
    void addTo(ObjectNode event);
  }

  private Entry entry(
      Webhook webhook, EventType type, String key, Instant now, String text, Details details) {
    ObjectNode event = Json.mapper().createObjectNode();
    event.put("id", id(webhook, key));
    event.put("event", type.label());
    event.put("createdAt", now.truncatedTo(ChronoUnit.MILLIS).toString());
    event.put("chainId", chainId);
    event.put("chainName", chainName);
    event.put("text", chainName + ", " + text);
    details.addTo(event);
    return new Entry(webhook.name(), key, now, 0, event.toString());
  }

  private String id(Webhook webhook, String key) {
    return UUID.nameUUIDFromBytes(
            (chainId + "\n" + webhook.name() + "\n" + key).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  /** A whole day, and the days that it is compared with. */
  private record Days(History history, LocalDate date, PeriodActivity day) {

    Optional<Number> metric(Metric metric, long daysBefore) {
      return daysBefore == 0
          ? metric.value(day)
          : history.wholeDay(date.minusDays(daysBefore)).flatMap(metric::value);
    }

    OptionalDouble value(Condition condition, long daysBefore) {
      return condition.value(
          metric(condition.metric(), daysBefore), metric(condition.metric(), daysBefore + WEEK));
    }

    boolean crosses(Condition condition) {
      OptionalDouble value = value(condition, 0);
      return value.isPresent() && condition.isCrossed(value.getAsDouble(), value(condition, 1));
    }

    OptionalDouble change(Metric metric, int daysBefore) {
      return Change.of(metric(metric, 0), metric(metric, daysBefore));
    }

    String text() {
      return date
          + (day.revision() > 1 ? " (corrected): " : ": ")
          + shown(Metric.ADDRESSES)
          + " active addresses"
          + changes()
          + ", "
          + shown(Metric.SENDERS)
          + " senders, "
          + shown(Metric.TRANSACTIONS)
          + " transactions";
    }

    private String shown(Metric metric) {
      return metric(metric, 0)
          .map(value -> NumberText.of(value.doubleValue(), metric.unit()))
          .orElse("unknown");
    }

    private String changes() {
      List<String> changes = new ArrayList<>();
      change(Metric.ADDRESSES, 1)
          .ifPresent(change -> changes.add(NumberText.change(change) + " from the day before"));
      change(Metric.ADDRESSES, WEEK)
          .ifPresent(change -> changes.add(NumberText.change(change) + " from the week before"));
      return changes.isEmpty() ? "" : " (" + String.join(", ", changes) + ")";
    }

    void describe(ObjectNode event) {
      ObjectNode view = event.putObject("day");
      view.put("date", date.toString());
      view.put("revision", day.revision());
      ObjectNode values = view.putObject("metrics");
      ObjectNode fromDay = view.putObject("dayChange");
      ObjectNode fromWeek = view.putObject("weekChange");
      for (Metric metric : Metric.values()) {
        Optional<Number> value = metric(metric, 0);
        if (value.isPresent() && value.get() instanceof Long whole) {
          values.put(metric.key(), whole);
        } else {
          values.put(metric.key(), value.map(Number::doubleValue).orElse(null));
        }
        put(fromDay, metric, change(metric, 1));
        put(fromWeek, metric, change(metric, WEEK));
      }
    }

    private static void put(ObjectNode changes, Metric metric, OptionalDouble change) {
      changes.put(metric.key(), change.isPresent() ? change.getAsDouble() : null);
    }
  }
}
