package network.rei.dau.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.ledger.Gap;
import network.rei.dau.activity.period.History;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.json.Json;
import network.rei.dau.storage.EventOutbox.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventPlannerTest {

  private static final Instant NOW = Instant.parse("2026-11-28T00:10:00Z");
  private static final LocalDate YESTERDAY = LocalDate.of(2026, 11, 27);

  @Test
  void shouldAnnounceTheWholeDaysOfTheLastTwoDaysOnce() {
    EventPlanner planner = planner(webhook(EventType.DAY));
    EventPlanner.State state =
        state(
            WholeDays.day(YESTERDAY.minusDays(2), 1),
            WholeDays.day(YESTERDAY.minusDays(1), 2),
            WholeDays.day(YESTERDAY, 3));

    List<Entry> events = planner.events(state, NOW);

    assertThat(events)
        .extracting(Entry::key)
        .containsExactly("day:2026-11-26:1", "day:2026-11-27:1");
    assertThat(planner.events(state, NOW)).as("before they are in the outbox").hasSize(2);
    planner.added(events);
    assertThat(planner.events(state, NOW)).isEmpty();
  }

  @Test
  void shouldDeriveTheSameIdsAgainAfterARestart() throws IOException {
    EventPlanner.State state = state(WholeDays.day(YESTERDAY, 3));

    Entry first = planner(webhook(EventType.DAY)).events(state, NOW).get(0);
    Entry again = planner(webhook(EventType.DAY)).events(state, NOW.plusSeconds(60)).get(0);

    assertThat(again.key()).isEqualTo(first.key());
    assertThat(json(again).get("id")).isEqualTo(json(first).get("id"));
  }

  @Test
  void shouldAnnounceACorrectedDayAgain() {
    EventPlanner planner = planner(webhook(EventType.DAY));
    planner.added(planner.events(state(WholeDays.day(YESTERDAY, 3)), NOW));

    List<Entry> events = planner.events(state(WholeDays.day(YESTERDAY, 4, 2)), NOW);

    assertThat(events).singleElement().extracting(Entry::key).isEqualTo("day:2026-11-27:2");
    assertThat(events.get(0).content()).contains("2026-11-27 (corrected): 8 active addresses");
  }

  @Test
  void shouldDescribeADayWithItsChangesAndNullForWhatIsUnknown() throws IOException {
    EventPlanner.State state =
        state(
            WholeDays.day(YESTERDAY.minusDays(7), 100),
            WholeDays.day(YESTERDAY.minusDays(1), 50),
            WholeDays.day(YESTERDAY, 75));

    JsonNode event = json(last(planner(webhook(EventType.DAY)).events(state, NOW)));

    assertThat(event.get("event").asText()).isEqualTo("day");
    assertThat(event.get("chainId").asLong()).isEqualTo(47_805);
    assertThat(event.get("text").asText())
        .isEqualTo(
            "REI Network, 2026-11-27: 150 active addresses (+50.0% from the day before, −25.0%"
                + " from the week before), 75 senders, 750 transactions");
    JsonNode day = event.get("day");
    assertThat(day.get("date").asText()).isEqualTo("2026-11-27");
    assertThat(day.get("revision").asInt()).isEqualTo(1);
    assertThat(day.get("metrics").get("senders").asLong()).isEqualTo(75);
    assertThat(day.get("metrics").get("monthlySenders").isNull()).isTrue();
    assertThat(day.get("metrics").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(Metric.keys());
    assertThat(day.get("dayChange").get("senders").asDouble()).isEqualTo(0.5);
    assertThat(day.get("weekChange").get("senders").asDouble()).isEqualTo(-0.25);
    assertThat(day.get("weekChange").get("monthlySenders").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // kind, bound, a week before yesterday, the day before, a week before that, crossed
    "BELOW, 80, 100, 90, 100, true",
    "BELOW, 80, 100, 79, 100, false",
    "BELOW, 75, 100, 90, 100, false",
    "ABOVE, 70, 100, 70, 100, true",
    "ABOVE, 70, 100, 71, 100, false",
    "CHANGE_BELOW, -0.2, 100, 90, 100, true",
    "CHANGE_BELOW, -0.2, 100, 79, 100, false",
    "CHANGE_BELOW, -0.3, 100, 90, 100, false",
    "CHANGE_ABOVE, 0.4, 50, 50, 50, true",
    "CHANGE_ABOVE, 0.4, 0, 50, 50, false",
  })
  void shouldAnnounceTheDayOnWhichABoundIsCrossed(
      Condition.Kind kind,
      double bound,
      long weekBefore,
      long dayBefore,
      long weekBeforeThat,
      boolean crossed) {
    EventPlanner.State state =
        state(
            WholeDays.day(YESTERDAY.minusDays(8), weekBeforeThat),
            WholeDays.day(YESTERDAY.minusDays(7), weekBefore),
            WholeDays.day(YESTERDAY.minusDays(2), dayBefore),
            WholeDays.day(YESTERDAY.minusDays(1), dayBefore),
            WholeDays.day(YESTERDAY, 75));
    Webhook webhook =
        webhook(List.of(new Condition(Metric.SENDERS, kind, bound)), EventType.THRESHOLD);

    List<String> ofYesterday =
        planner(webhook).events(state, NOW).stream()
            .map(Entry::key)
            .filter(key -> key.endsWith(":2026-11-27"))
            .toList();

    assertThat(ofYesterday).hasSize(crossed ? 1 : 0);
  }

  @Test
  void shouldNotCompareWithADayThatIsNotWhole() {
    Webhook webhook =
        webhook(
            List.of(new Condition(Metric.SENDERS, Condition.Kind.CHANGE_BELOW, -0.1)),
            EventType.THRESHOLD);

    assertThat(planner(webhook).events(state(WholeDays.day(YESTERDAY, 1)), NOW)).isEmpty();
  }

  @Test
  void shouldAnnounceAGapThatStaysAndNotOneThatIsFilled() {
    EventPlanner planner = planner(webhook(EventType.GAP));
    Gap stays = new Gap(new BlockRange(1_250, 2_399), 1, 1, 100, 200);
    Gap filled = new Gap(new BlockRange(4_800, 5_999), 4, 4, 300, 400);

    assertThat(planner.events(gaps(stays, filled), NOW)).isEmpty();
    assertThat(planner.events(gaps(stays), NOW.plus(Duration.ofMinutes(59)))).isEmpty();
    List<Entry> events = planner.events(gaps(stays, filled), NOW.plus(Duration.ofMinutes(60)));

    assertThat(events).singleElement().extracting(Entry::key).isEqualTo("gap:1");
    assertThat(events.get(0).content()).contains("blocks 1250 to 2399");
  }

  @Test
  void shouldAnnounceAFailedRunAtMostOnceAnHour() throws IOException {
    EventPlanner planner = planner(webhook(EventType.RUN_FAILED));
    List<Entry> events = new ArrayList<>();
    for (int minute = 0; minute < 90; minute += 30) {
      Instant end = NOW.plus(Duration.ofMinutes(minute));
      List<Entry> found = planner.events(run(IngestStatus.Result.FAILED, end), end);
      planner.added(found);
      events.addAll(found);
    }

    assertThat(events)
        .extracting(Entry::key)
        .containsExactly("run:2026-11-28T00:00:00Z", "run:2026-11-28T01:00:00Z");
    assertThat(json(events.get(0)).get("run").get("error").asText()).isEqualTo("no endpoint");
    assertThat(planner.events(run(IngestStatus.Result.COMPLETED, NOW), NOW)).isEmpty();
  }

  @Test
  void shouldAnnounceOnlyWhatTheWebhookIsFor() {
    EventPlanner planner = planner(webhook(EventType.GAP));

    assertThat(planner.events(state(WholeDays.day(YESTERDAY, 3)), NOW)).isEmpty();
    assertThat(planner.events(run(IngestStatus.Result.FAILED, NOW), NOW)).isEmpty();
  }

  private static EventPlanner planner(Webhook webhook) {
    return new EventPlanner(List.of(webhook), "REI Network", 47_805);
  }

  private static Webhook webhook(EventType event) {
    return webhook(List.of(), event);
  }

  private static Webhook webhook(List<Condition> conditions, EventType event) {
    return new Webhook(
        "team",
        URI.create("https://example.org"),
        Optional.empty(),
        MessageFormat.JSON,
        false,
        EnumSet.of(event),
        conditions,
        Duration.ofHours(1));
  }

  private static EventPlanner.State state(PeriodActivity... days) {
    return new EventPlanner.State(WholeDays.ledger(days).history(), List.of(), Optional.empty());
  }

  private static EventPlanner.State gaps(Gap... gaps) {
    return new EventPlanner.State(History.EMPTY, List.of(gaps), Optional.empty());
  }

  private static EventPlanner.State run(IngestStatus.Result result, Instant end) {
    return new EventPlanner.State(
        History.EMPTY,
        List.of(),
        Optional.of(
            new IngestStatus(
                false,
                OptionalLong.empty(),
                Optional.of(
                    new IngestStatus.LastRun(
                        end.minusSeconds(9), end, result, Optional.of("no endpoint"))),
                Optional.empty(),
                List.of(),
                Map.of(),
                List.of(),
                List.of())));
  }

  private static Entry last(List<Entry> events) {
    return events.get(events.size() - 1);
  }

  private static JsonNode json(Entry event) throws IOException {
    return Json.mapper().readTree(event.content());
  }
}
