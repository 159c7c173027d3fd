package network.rei.dau.simulator.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.regex.Matcher;
import network.rei.dau.simulator.chain.BlockJson;
import network.rei.dau.simulator.chain.ChainView;
import network.rei.dau.simulator.chain.HashRandom;

/** Renders the JSON of a block with a defect. */
public final class BlockCorruptor {

  public static final byte[] NULL = "null".getBytes(US_ASCII);

  private BlockCorruptor() {}

  public static byte[] render(
      Fault.BlockDefect defect, ChainView chain, long number, boolean full) {
    String valid = new String(BlockJson.render(chain, number, full), US_ASCII);
    boolean hasSenders = full && chain.transactionCount(number) > 0;
    return switch (defect) {
      case NULL -> NULL;
      case HOLLOW -> hollow(valid, number);
      case LEFT_OUT_TRANSACTION ->
          hasSenders
              ? bytes(valid.replaceFirst(",?\\{[^{}]*\\}\\],\"uncles\"", "],\"uncles\""))
              : hollow(valid, number);
      case WRONG_NUMBER -> bytes(set(valid, "number", quoted("0x" + hex(number + 1))));
      case OTHER_BLOCK -> BlockJson.render(chain, otherThan(chain, number), full);
      case UNLINKED -> bytes(set(valid, "parentHash", quoted(unknownHash(number))));
      case NO_TIMESTAMP -> bytes(drop(valid, "timestamp"));
      case NO_HASH -> bytes(drop(valid, "hash"));
      case NO_TRANSACTIONS ->
          bytes(valid.replaceFirst(",\"transactions\":\\[.*\\](?=,\"uncles\")", ""));
      case NO_SENDER -> bytes(drop(valid, hasSenders ? "from" : "number"));
      case SHORT_ADDRESS -> bytes(shorten(valid, hasSenders ? "from" : "hash"));
      case NUMBER_NOT_HEX -> bytes(set(valid, "number", quoted("number " + number)));
    };
  }

  /** Returns a block with the number of another one. */
  public static byte[] numbered(ChainView chain, long number, long claimed, boolean full) {
    String valid = new String(BlockJson.render(chain, number, full), US_ASCII);
    return bytes(set(valid, "number", quoted("0x" + hex(claimed))));
  }

  private static byte[] hollow(String valid, long number) {
    String empty =
        valid.replaceFirst(
            "\"transactions\":\\[.*\\],\"uncles\"", "\"transactions\":[],\"uncles\"");
    return bytes(
        empty.contains(quoted("transactionsRoot") + ":" + quoted(BlockJson.EMPTY_ROOT))
            ? set(empty, "transactionsRoot", quoted(unknownHash(number)))
            : empty);
  }

  private static long otherThan(ChainView chain, long number) {
    return number > 0 ? (chain.serves(number - 1) ? number - 1 : number + 1) : chain.head();
  }

  private static String unknownHash(long number) {
    return HashRandom.hex(HashRandom.key(number, 99, 0, 0), 32);
  }

  /** Replaces the value of the first key of that name. */
  private static String set(String json, String key, String value) {
    return json.replaceFirst(
        pattern(key), Matcher.quoteReplacement(quoted(key) + ":" + value + ","));
  }

  private static String drop(String json, String key) {
    return json.replaceFirst(pattern(key), "");
  }

  /** Removes the last byte from the value of the first key of that name. */
  private static String shorten(String json, String key) {
    return json.replaceFirst(quoted(key) + ":\"([^\"]*)[^\"]{2}\"", quoted(key) + ":\"$1\"");
  }

  private static String pattern(String key) {
    return quoted(key) + ":\"[^\"]*\",";
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String hex(long number) {
    return Long.toHexString(number);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
