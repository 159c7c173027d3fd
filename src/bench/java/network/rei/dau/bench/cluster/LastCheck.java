package network.rei.dau.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import network.rei.dau.simulator.chain.BlockRangeCounts;
import network.rei.dau.simulator.chain.SimulatedChain;

/**
 * Checks at the end that nothing is lost: each block is in one record, and each day that passed
 * since the begin is complete, on each node, in the tables, and in the events of the webhook.
 */
final class LastCheck {

  private static final long DAY = 86_400;

  /** Beside the retention: what two intervals of runs, which prune, can add. */
  private static final long MOST_RECORDS = 2 * 24 + 2 * 24 + 2;

  private static final long MOST_DAY_ADDRESSES = 10;
  private static final long MOST_MARKS = 10_100;
  private static final long MOST_EVENTS = 300;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final SimulatedChain chain;
  private final Cluster cluster;
  private final Database database;
  private final WebhookCheck webhook;
  private final Findings findings;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<LocalDate, BlockRangeCounts> truth = new TreeMap<>();

  LastCheck(
      SimulatedChain chain,
      Cluster cluster,
      Database database,
      WebhookCheck webhook,
      Findings findings) {
    this.chain = chain;
    this.cluster = cluster;
    this.database = database;
    this.webhook = webhook;
    this.findings = findings;
  }

  /**
   * Checks the state after all faults.
   *
   * @param since the head at the begin
   */
  void run(long since) throws IOException, InterruptedException, SQLException {
    long head = chain.head();
    for (LocalDate day = date(since).plusDays(1); day.isBefore(date(head)); day = day.plusDays(1)) {
      long from = day.toEpochDay() * DAY;
      truth.put(day, chain.truth().inTime(from, from + DAY, 0, head));
    }
    Set<String> answers = new HashSet<>();
    for (Member member : cluster.members()) {
      days(member);
      String stats = get(member, "/api/stats/24h");
      answers.add(stats);
      JsonNode data = json.readTree(stats).get("data");
      if (!data.get("complete").asBoolean() || data.at("/blockRange/end").asLong() != head) {
        findings.add("lost", "node " + member.index() + ", the last 24 hours: " + stats);
      }
    }
    if (answers.size() != 1) {
      findings.add("lost", "the nodes answer differently: " + answers);
    }
    records(head);
    webhook.run(truth);
    bounded("record", MOST_RECORDS);
    bounded("day_addresses", MOST_DAY_ADDRESSES);
    bounded("commit_mark", MOST_MARKS);
    bounded("webhook_event", MOST_EVENTS);
    System.out.printf("%d days were compared on each node and in the tables%n", truth.size());
  }

  private LocalDate date(long block) {
    return Instant.ofEpochSecond(chain.block(block).timestamp())
        .atOffset(ZoneOffset.UTC)
        .toLocalDate();
  }

  private String get(Member member, String path) throws IOException, InterruptedException {
    return member.get(path, TIMEOUT).body();
  }

  private void days(Member member) throws IOException, InterruptedException {
    Set<LocalDate> missing = new HashSet<>(truth.keySet());
    for (JsonNode row : json.readTree(get(member, "/api/v1/days?limit=400")).get("days")) {
      LocalDate date = LocalDate.parse(row.get("date").asText());
      BlockRangeCounts expected = truth.get(date);
      if (expected != null && row.get("complete").asBoolean()) {
        missing.remove(date);
        if (!isTrue(row, expected)) {
          findings.add(
              "wrong day", "node " + member.index() + ": " + row + ", in truth " + expected);
        }
      }
    }
    if (!missing.isEmpty()) {
      findings.add("lost", "node " + member.index() + ": days that are not complete: " + missing);
    }
  }

  /** Returns whether the numbers of a day are true. */
  static boolean isTrue(JsonNode row, BlockRangeCounts expected) {
    return row.get("transactions").asLong() == expected.transactions()
        && row.get("addresses").asLong() == expected.addresses()
        && row.get("senders").asLong() == expected.senders()
        && row.get("newSenders").asLong() == expected.newSenders();
  }

  private void records(long head) throws SQLException {
    long first = database.number("SELECT min(first_block) FROM record");
    long last = database.number("SELECT max(last_block) FROM record");
    long blocks = database.number("SELECT sum(last_block - first_block + 1) FROM record");
    long transactions = database.number("SELECT sum(transactions) FROM record");
    BlockRangeCounts expected = chain.truth().inBlocks(first, last);
    if (last != head || blocks != expected.blocks() || transactions != expected.transactions()) {
      findings.add(
          "lost",
          "the records have %d blocks and %d transactions of blocks %d to %d, in truth %s up to %d"
              .formatted(blocks, transactions, first, last, expected, head));
    }
    truth.forEach(
        (day, counts) -> {
          try {
            stored(day, counts);
          } catch (SQLException e) {
            findings.add("lost", day + ": " + e);
          }
        });
  }

  private void stored(LocalDate day, BlockRangeCounts expected) throws SQLException {
    String where =
        " FROM period WHERE complete = 1 AND resolution = '%s' AND start >= %d AND start < %d";
    long from = day.toEpochDay() * DAY;
    long hours =
        database.number(
            "SELECT COALESCE(sum(blocks), 0)" + where.formatted("hour", from, from + DAY));
    long senders =
        database.number(
            "SELECT COALESCE(sum(senders), 0)" + where.formatted("day", from, from + DAY));
    if (hours != expected.blocks() || senders != expected.senders()) {
      findings.add(
          "lost",
          "%s: the hours have %d blocks and the day %d senders, in truth %s"
              .formatted(day, hours, senders, expected));
    }
  }

  private void bounded(String table, long most) throws SQLException {
    long rows = database.number("SELECT count(*) FROM " + table);
    System.out.printf("rows of %s: %d, at most %d%n", table, rows, most);
    if (rows > most) {
      findings.add("too many rows", table + ": " + rows + ", at most " + most);
    }
  }
}
