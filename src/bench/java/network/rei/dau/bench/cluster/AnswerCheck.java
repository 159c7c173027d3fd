package network.rei.dau.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import network.rei.dau.bench.cluster.CountedChain.Branch;

/**
 * Compares answers with the chain. An answer that says that it is complete must have the true
 * numbers; a number of an incomplete answer is null or at most the true one.
 */
final class AnswerCheck {

  private static final long DAY = 86_400;

  /** The names of {@code /api/stats} by those of {@code /api/v1}. */
  private static final Map<String, String> NAMES_IN_STATS =
      Map.of(
          "blocks", "totalBlocks",
          "transactions", "totalTransactions",
          "addresses", "uniqueAddressCount",
          "senders", "uniqueSenders",
          "recipients", "uniqueRecipients",
          "newSenders", "newSenders");

  /** A kind of answer. */
  enum Route {
    STATS("/api/stats/24h"),
    WINDOW("/api/v1/windows/24h"),
    SHORT_WINDOW("/api/v1/windows/6h"),
    HOURS("/api/v1/series/senders?resolution=hour"),
    DAYS("/api/v1/days?limit=60"),
    TOP("/api/v1/addresses/top?window=6h&by=sent&limit=3");

    private final String path;

    Route(String path) {
      this.path = path;
    }

    String path() {
      return path;
    }
  }

  private final CountedChain chain;

  AnswerCheck(CountedChain chain) {
    this.chain = chain;
  }

  /** Returns what is wrong with an answer, or nothing. */
  Optional<String> wrong(Route route, JsonNode answer) {
    long asOf = asOf(route, answer);
    if (asOf > chain.head()) {
      return Optional.of("the last block is " + asOf + ", but the head is " + chain.head());
    }
    return switch (route) {
      case STATS -> stats(answer);
      case WINDOW, SHORT_WINDOW -> window(answer);
      case HOURS -> hours(answer);
      case DAYS -> days(answer);
      case TOP -> top(answer);
    };
  }

  /** Returns the last block of an answer, or -1 if it has none. */
  static long asOf(Route route, JsonNode answer) {
    return route == Route.STATS
        ? answer.at("/data/blockRange/end").asLong(-1)
        : answer.path("asOfBlock").asLong(-1);
  }

  /** Returns whether an answer says that nothing is missing. */
  static boolean isComplete(Route route, JsonNode answer) {
    return (route == Route.STATS ? answer.get("data") : answer).path("complete").asBoolean();
  }

  private Optional<String> stats(JsonNode answer) {
    JsonNode data = answer.get("data");
    long end = data.at("/blockRange/end").asLong(-1);
    if (data.path("totalBlocks").asLong() == 0) {
      return data.get("complete").asBoolean()
          ? Optional.of("it is complete without blocks")
          : Optional.empty();
    }
    long start = data.at("/blockRange/start").asLong(-1);
    if (!data.get("complete").asBoolean()) {
      return atMost(data, NAMES_IN_STATS::get, end, branch -> branch.count(start, end));
    }
    return exactly(
        data,
        NAMES_IN_STATS::get,
        end,
        branch -> {
          long first = branch.firstAt(branch.timestamp(end) - DAY + 1);
          return first == start ? branch.count(first, end) : branch.count(1, 0);
        });
  }

  private Optional<String> window(JsonNode answer) {
    JsonNode window = answer.get("window");
    if (!window.hasNonNull("from")) {
      return unlessIncomplete(answer);
    }
    long asOf = answer.get("asOfBlock").asLong();
    return counted(answer, asOf, second(window.get("from")), second(window.get("to")));
  }

  private Optional<String> days(JsonNode answer) {
    long asOf = answer.path("asOfBlock").asLong(-1);
    List<String> wrong = new ArrayList<>();
    for (JsonNode day : answer.get("days")) {
      long from = LocalDate.parse(day.get("date").asText()).toEpochDay() * DAY;
      counted(day, asOf, from, from + DAY)
          .ifPresent(what -> wrong.add(day.get("date").asText() + ": " + what));
    }
    return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
  }

  /** Checks the numbers of the blocks from a second to another one, which is excluded. */
  private Optional<String> counted(JsonNode numbers, long asOf, long from, long to) {
    Function<Branch, Counts> truth =
        branch -> branch.count(branch.firstAt(from), Math.min(asOf, branch.firstAt(to) - 1));
    if (!numbers.get("complete").asBoolean()) {
      return atMost(numbers, Function.identity(), asOf, truth);
    }
    if (numbers.get("senders").isNull()) {
      return numbers.hasNonNull("availableFrom")
          ? Optional.empty()
          : Optional.of("it is complete, but its numbers are null");
    }
    return exactly(numbers, Function.identity(), asOf, truth);
  }

  private Optional<String> hours(JsonNode answer) {
    long asOf = answer.path("asOfBlock").asLong(-1);
    for (JsonNode point : answer.get("points")) {
      long from = second(point.get("start"));
      long to = second(point.get("end"));
      boolean complete = point.get("complete").asBoolean();
      JsonNode value = point.get("value");
      if (value.isNull()) {
        continue; // Unknown: the hour is older than what is stored, or blocks are missing.
      }
      boolean right =
          chain.matches(
              asOf,
              branch -> {
                long last = Math.min(asOf, branch.firstAt(to) - 1);
                long senders = branch.count(branch.firstAt(from), last).senders();
                return complete ? value.asLong() == senders : value.asLong() <= senders;
              });
      if (!right) {
        return Optional.of("the hour of " + point.get("start").asText() + ": " + point);
      }
    }
    return Optional.empty();
  }

  private Optional<String> top(JsonNode answer) {
    JsonNode window = answer.get("window");
    if (!answer.get("complete").asBoolean() || answer.get("total").isNull()) {
      return Optional.empty();
    }
    long asOf = answer.get("asOfBlock").asLong();
    long from = second(window.get("from"));
    List<Long> sent = new ArrayList<>();
    answer.get("addresses").forEach(address -> sent.add(address.get("sent").asLong()));
    boolean right =
        chain.matches(
            asOf,
            branch -> {
              long first = branch.firstAt(from);
              if (!branch.busiest(first, asOf, sent.size()).equals(sent)) {
                return false;
              }
              for (JsonNode address : answer.get("addresses")) {
                long truth = branch.sentBy(address.get("address").asText(), first, asOf);
                if (truth != address.get("sent").asLong()) {
                  return false;
                }
              }
              return true;
            });
    return right ? Optional.empty() : Optional.of("other addresses are the busiest");
  }

  private static Optional<String> unlessIncomplete(JsonNode answer) {
    return answer.get("complete").asBoolean()
        ? Optional.of("it is complete without bounds")
        : Optional.empty();
  }

  private Optional<String> exactly(
      JsonNode numbers, Function<String, String> names, long last, Function<Branch, Counts> truth) {
    boolean right =
        chain.matches(
            last,
            branch ->
                truth.apply(branch).byName().entrySet().stream()
                    .allMatch(
                        entry ->
                            numbers.path(names.apply(entry.getKey())).asLong(-1)
                                == entry.getValue()));
    return right ? Optional.empty() : Optional.of("the numbers differ" + truth(last, truth));
  }

  private Optional<String> atMost(
      JsonNode numbers, Function<String, String> names, long last, Function<Branch, Counts> truth) {
    boolean right =
        chain.matches(
            last,
            branch ->
                truth.apply(branch).byName().entrySet().stream()
                    .allMatch(
                        entry ->
                            numbers.path(names.apply(entry.getKey())).asLong(0)
                                <= entry.getValue()));
    return right
        ? Optional.empty()
        : Optional.of("the numbers of an incomplete answer are too high" + truth(last, truth));
  }

  private String truth(long last, Function<Branch, Counts> truth) {
    List<String> now = new ArrayList<>();
    chain.matches(
        last,
        branch -> {
          now.add(": in truth " + truth.apply(branch));
          return false;
        });
    return String.join("", now);
  }

  private static long second(JsonNode time) {
    return Instant.parse(time.asText()).getEpochSecond();
  }
}
