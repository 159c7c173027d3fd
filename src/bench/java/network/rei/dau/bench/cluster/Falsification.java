package network.rei.dau.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import network.rei.dau.bench.cluster.AnswerCheck.Route;

/** Shows that each check can fail: it raises one number of a true answer by one. */
final class Falsification {

  private static final Map<Route, String> NUMBERS =
      Map.of(
          Route.STATS, "uniqueSenders",
          Route.WINDOW, "senders",
          Route.SHORT_WINDOW, "senders",
          Route.HOURS, "value",
          Route.DAYS, "senders",
          Route.TOP, "sent");

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final AnswerCheck check;
  private final Findings findings;
  private final ObjectMapper json = new ObjectMapper();

  Falsification(AnswerCheck check, Findings findings) {
    this.check = check;
    this.findings = findings;
  }

  /** Tries the answers of a node that has complete data. */
  void run(Member member) throws IOException, InterruptedException {
    for (Route route : Route.values()) {
      String body = member.get(route.path(), TIMEOUT).body();
      JsonNode answer = json.readTree(body);
      if (!raise(answer, NUMBERS.get(route), route == Route.TOP)) {
        findings.add("no check", route.path() + " has no complete number: " + body);
      } else if (check.wrong(route, answer).isEmpty()) {
        findings.add("no check", route.path() + ": a wrong number is not found: " + answer);
      }
    }
  }

  /** Raises the first number of an object that is complete. */
  private static boolean raise(JsonNode node, String name, boolean complete) {
    boolean whole = complete || node.path("complete").asBoolean();
    if (whole && node instanceof ObjectNode object && object.path(name).isNumber()) {
      object.put(name, object.get(name).asLong() + 1);
      return true;
    }
    for (JsonNode child : node) {
      if (raise(child, name, complete)) {
        return true;
      }
    }
    return false;
  }
}
