package network.rei.dau.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import network.rei.dau.simulator.chain.BlockRangeCounts;

/**
 * Checks that each event was received at least once by each webhook, and that the numbers of days
 * in events are true.
 */
final class WebhookCheck {

  /** Events of older days are not sent. */
  private static final int NEWS_DAYS = 2;

  private static final long TO_SEND_MILLIS = 180_000;

  private final WebhookReceiver webhook;
  private final Database database;
  private final Map<String, Long> bounds;
  private final long chainId;
  private final Findings findings;

  /**
   * @param bounds of the metrics in the setting
   */
  WebhookCheck(
      WebhookReceiver webhook,
      Database database,
      Map<String, Long> bounds,
      long chainId,
      Findings findings) {
    this.webhook = webhook;
    this.database = database;
    this.bounds = bounds;
    this.chainId = chainId;
    this.findings = findings;
  }

  /**
   * Waits until no event waits, and compares the events with the outbox and with the chain.
   *
   * @param truth the numbers of the days that passed
   */
  void run(Map<LocalDate, BlockRangeCounts> truth) throws InterruptedException, SQLException {
    webhook.acceptAll();
    long begin = System.nanoTime();
    List<LocalDate> news = news(truth);
    while ((waiting() > 0 || news.stream().anyMatch(date -> events(date).isEmpty()))
        && (System.nanoTime() - begin) / 1_000_000 < TO_SEND_MILLIS) {
      Thread.sleep(500);
    }
    System.out.printf("events that the webhooks received: %s; waiting: %d%n", webhook, waiting());
    if (waiting() > 0) {
      findings.add("lost", waiting() + " events for the webhooks still wait");
    }
    outbox();
    for (String type : List.of("day", "gap", "run_failed")) {
      if (webhook.events(type).isEmpty()) {
        findings.add("lost", "no event of the type " + type + " was received");
      }
    }
    for (LocalDate date : news) {
      day(date, truth.get(date));
      if (truth.containsKey(date.minusDays(1))) {
        thresholds(date, truth);
      }
    }
  }

  /** Returns the days that passed and are not too old to be announced. */
  private static List<LocalDate> news(Map<LocalDate, BlockRangeCounts> truth) {
    LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
    return today.minusDays(NEWS_DAYS).datesUntil(today).filter(truth::containsKey).toList();
  }

  private long waiting() throws SQLException {
    return database.number("SELECT count(*) FROM webhook_event WHERE state = 0");
  }

  private void outbox() throws SQLException {
    Set<String> unsent = ids(" WHERE state = 1");
    unsent.removeAll(webhook.ids());
    if (!unsent.isEmpty()) {
      findings.add("lost", "events that are noted as sent were not received: " + unsent);
    }
    Set<String> unknown = new HashSet<>(webhook.ids());
    unknown.removeAll(ids(""));
    if (!unknown.isEmpty()) {
      findings.add("unknown event", "received, but not in the outbox: " + unknown);
    }
    long givenUp = database.number("SELECT count(*) FROM webhook_event WHERE state = 2");
    if (givenUp > 0) {
      findings.add("lost", givenUp + " events were given up");
    }
  }

  /** Returns the ids of events by their keys, since the content of sent ones is deleted. */
  private Set<String> ids(String condition) throws SQLException {
    Set<String> ids = new HashSet<>();
    String keys = "SELECT webhook || chr(10) || event_key FROM webhook_event";
    for (String key : database.texts(keys + condition)) {
      byte[] name = (chainId + "\n" + key).getBytes(StandardCharsets.UTF_8);
      ids.add(UUID.nameUUIDFromBytes(name).toString());
    }
    return ids;
  }

  /** Returns the contents of the received events of a day. */
  private List<JsonNode> events(LocalDate date) {
    return webhook.events("day").stream()
        .map(event -> event.get("day"))
        .filter(day -> day.get("date").asText().equals(date.toString()))
        .toList();
  }

  private void day(LocalDate date, BlockRangeCounts expected) {
    List<JsonNode> days = events(date);
    int last = days.stream().mapToInt(day -> day.get("revision").asInt()).max().orElse(0);
    List<JsonNode> newest =
        days.stream().filter(day -> day.get("revision").asInt() == last).toList();
    if (newest.size() != WebhookReceiver.WEBHOOKS) {
      findings.add("lost", newest.size() + " events of the day " + date + " were received");
    }
    for (JsonNode day : newest) {
      if (!LastCheck.isTrue(day.get("metrics"), expected)) {
        findings.add("wrong event", day + ", in truth " + expected);
      }
    }
  }

  private void thresholds(LocalDate date, Map<LocalDate, BlockRangeCounts> truth) {
    bounds.forEach(
        (metric, bound) -> {
          long value = value(metric, truth.get(date));
          long before = value(metric, truth.get(date.minusDays(1)));
          int above = value > bound && before <= bound ? 1 : 0;
          int below = value < bound && before >= bound ? 1 : 0;
          List<JsonNode> received =
              webhook.events("threshold").stream()
                  .map(event -> event.get("threshold"))
                  .filter(event -> event.get("date").asText().equals(date.toString()))
                  .filter(event -> event.get("metric").asText().equals(metric))
                  .toList();
          if (received.size() != WebhookReceiver.WEBHOOKS * (above + below)) {
            findings.add(
                "wrong event",
                "%s: %s is %d after %d, the bound is %d: %s"
                    .formatted(date, metric, value, before, bound, received));
          }
          received.stream()
              .filter(event -> event.get("value").asLong() != value)
              .forEach(event -> findings.add("wrong event", event + ", in truth " + value));
        });
  }

  /** Returns the value of a metric that can have a bound here. */
  static long value(String metric, BlockRangeCounts day) {
    return switch (metric) {
      case "transactions" -> day.transactions();
      case "addresses" -> day.addresses();
      case "senders" -> day.senders();
      default -> throw new IllegalArgumentException(metric);
    };
  }
}
