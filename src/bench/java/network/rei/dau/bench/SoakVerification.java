package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import network.rei.dau.simulator.chain.BlockRangeCounts;
import network.rei.dau.simulator.chain.SimulatedChain;

/** Compares the answers of the service with the numbers that the simulator counts. */
final class SoakVerification {

  private static final int SECONDS_A_DAY = 86_400;
  private static final Duration SETTLING = Duration.ofMinutes(3);

  private final SimulatedChain chain;
  private final SoakService service;
  private final List<String> wrong = new ArrayList<>();

  SoakVerification(SimulatedChain chain, SoakService service) {
    this.chain = chain;
    this.service = service;
  }

  /**
   * Returns the differences between the answers and the true numbers, a sentence each, once the
   * service has had time to recover from the faults.
   *
   * @param days the number of complete days that the answers must have at least
   */
  List<String> differences(int days) throws IOException, InterruptedException {
    long head = chain.head();
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < SETTLING.toNanos() && !service.isWhole(head)) {
      Thread.sleep(500);
    }
    JsonNode day = service.get("/api/stats/24h").get("data");
    long first = day.at("/blockRange/start").asLong();
    compare("the last 24 hours", chain.truth().inBlocks(first, head), day, true);
    long lastSecond = chain.block(head).timestamp();
    int compared = 0;
    for (JsonNode row : service.get("/api/v1/days?limit=60").get("days")) {
      LocalDate date = LocalDate.parse(row.get("date").asText());
      long midnight = date.toEpochDay() * SECONDS_A_DAY;
      if (row.get("complete").asBoolean() && midnight + SECONDS_A_DAY <= lastSecond) {
        BlockRangeCounts truth = chain.truth().inTime(midnight, midnight + SECONDS_A_DAY, 0, head);
        compare(date.toString(), truth, row, false);
        compared++;
      }
    }
    System.out.printf(
        "%d complete days and the last 24 hours were compared with the chain, up to %s%n",
        compared, Instant.ofEpochSecond(lastSecond).atOffset(ZoneOffset.UTC));
    if (compared < days) {
      wrong.add("only " + compared + " of " + days + " complete days are answered");
    }
    return wrong;
  }

  private void compare(String what, BlockRangeCounts truth, JsonNode actual, boolean hot) {
    compare(what + ", blocks", truth.blocks(), actual.get(hot ? "totalBlocks" : "blocks"));
    compare(
        what + ", transactions",
        truth.transactions(),
        actual.get(hot ? "totalTransactions" : "transactions"));
    compare(
        what + ", addresses",
        truth.addresses(),
        actual.get(hot ? "uniqueAddressCount" : "addresses"));
    compare(what + ", senders", truth.senders(), actual.get(hot ? "uniqueSenders" : "senders"));
  }

  private void compare(String what, long truth, JsonNode actual) {
    if (actual == null || actual.asLong() != truth) {
      wrong.add(what + ": " + actual + ", in truth " + truth);
    }
  }
}
