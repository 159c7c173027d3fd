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

/** Compares what a service tells with what the simulator itself counts. */
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
   * How the service differs from the truth, once it has had time to mend what faults left: a
   * sentence each.
   *
   * @param days so many whole days it must tell of at least
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
        "%d whole days and the last 24 hours were compared with the chain, up to %s%n",
        compared, Instant.ofEpochSecond(lastSecond).atOffset(ZoneOffset.UTC));
    if (compared < days) {
      wrong.add("only " + compared + " whole days are told, of " + days);
    }
    return wrong;
  }

  private void compare(String what, BlockRangeCounts truth, JsonNode told, boolean hot) {
    compare(what + ", blocks", truth.blocks(), told.get(hot ? "totalBlocks" : "blocks"));
    compare(
        what + ", transactions",
        truth.transactions(),
        told.get(hot ? "totalTransactions" : "transactions"));
    compare(
        what + ", addresses",
        truth.addresses(),
        told.get(hot ? "uniqueAddressCount" : "addresses"));
    compare(what + ", senders", truth.senders(), told.get(hot ? "uniqueSenders" : "senders"));
  }

  private void compare(String what, long truth, JsonNode told) {
    if (told == null || told.asLong() != truth) {
      wrong.add(what + ": " + told + ", in truth " + truth);
    }
  }
}
