package network.rei.dau.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** The blocks of a node as it answers them, and their numbers, counted by brute force. */
final class RawChain {

  private final List<JsonNode> blocks = new ArrayList<>();

  /** Reads all blocks from 0 to the head. */
  static RawChain read(DevelopmentNode node) {
    RawChain chain = new RawChain();
    long head = node.head();
    for (long from = 0; from <= head; from += 200) {
      List<DevelopmentNode.Call> calls =
          LongStream.rangeClosed(from, Math.min(head, from + 199))
              .mapToObj(
                  n ->
                      new DevelopmentNode.Call(
                          "eth_getBlockByNumber", "0x" + Long.toHexString(n), true))
              .toList();
      chain.blocks.addAll(node.batch(calls));
    }
    return chain;
  }

  /** The true numbers of a part of the chain. */
  record Truth(
      long blocks,
      long transactions,
      long addresses,
      long senders,
      long recipients,
      long newSenders,
      long creations) {}

  /** Returns the hash of the newest block. */
  String head() {
    return newest().get("hash").asText();
  }

  private JsonNode newest() {
    return blocks.get(blocks.size() - 1);
  }

  Truth ofRange(long first, long last) {
    return where(block -> number(block) >= first && number(block) <= last);
  }

  Truth ofLast(long seconds) {
    return where(block -> timestamp(block) > timestamp(newest()) - seconds);
  }

  Truth ofDay(LocalDate date) {
    return where(block -> day(block).equals(date));
  }

  Set<LocalDate> days() {
    Set<LocalDate> days = new TreeSet<>();
    blocks.forEach(block -> days.add(day(block)));
    return days;
  }

  Set<String> addressesOfRange(long first, long last) {
    Set<String> addresses = new TreeSet<>();
    for (long n = first; n <= last; n++) {
      for (JsonNode transaction : blocks.get((int) n).get("transactions")) {
        addresses.add(transaction.get("from").asText());
        if (!transaction.get("to").isNull()) {
          addresses.add(transaction.get("to").asText());
        }
      }
    }
    return addresses;
  }

  private Truth where(Predicate<JsonNode> included) {
    long count = 0;
    long transactions = 0;
    long creations = 0;
    Set<String> senders = new HashSet<>();
    Set<String> recipients = new HashSet<>();
    Set<String> newSenders = new HashSet<>();
    for (JsonNode block : blocks) {
      if (included.test(block)) {
        count++;
        for (JsonNode transaction : block.get("transactions")) {
          transactions++;
          senders.add(transaction.get("from").asText());
          if (quantity(transaction.get("nonce")) == 0) {
            newSenders.add(transaction.get("from").asText());
          }
          if (transaction.get("to").isNull()) {
            creations++;
          } else {
            recipients.add(transaction.get("to").asText());
          }
        }
      }
    }
    Set<String> addresses = new HashSet<>(senders);
    addresses.addAll(recipients);
    return new Truth(
        count,
        transactions,
        addresses.size(),
        senders.size(),
        recipients.size(),
        newSenders.size(),
        creations);
  }

  private static LocalDate day(JsonNode block) {
    return Instant.ofEpochSecond(timestamp(block)).atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static long number(JsonNode block) {
    return quantity(block.get("number"));
  }

  private static long timestamp(JsonNode block) {
    return quantity(block.get("timestamp"));
  }

  private static long quantity(JsonNode hex) {
    return Long.decode(hex.asText());
  }
}
