package network.rei.dau.chain.jsonrpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import network.rei.dau.activity.block.BlockTraffic;

/**
 * Reads the traffic of a block. A value that is missing, malformed or not plausible is unknown. Can
 * be used again for the next block.
 */
final class TrafficReader {

  /**
   * More than any block has. Chains without a limit name one that means nothing, as 2^50 (Arbitrum)
   * or 2^48 - 1 (Fantom). Millions of blocks with this much can be added in a long.
   */
  private static final long MAX_GAS = (1L << 40) - 1;

  /** 4 GiB. */
  private static final long MAX_SIZE = (1L << 32) - 1;

  private long gasUsed;
  private long gasLimit;
  private long baseFee;
  private long size;

  /** Removes the values. */
  void clear() {
    gasUsed = BlockTraffic.UNKNOWN;
    gasLimit = BlockTraffic.UNKNOWN;
    baseFee = BlockTraffic.UNKNOWN;
    size = BlockTraffic.UNKNOWN;
  }

  /**
   * Reads the value of {@code gasUsed} that the parser is at the start of, to its end.
   *
   * @return whether it is a quantity above 0, however large
   */
  boolean gasUsed(JsonParser json, JsonToken value) throws IOException {
    gasUsed = BlockTraffic.UNKNOWN;
    if (value != JsonToken.VALUE_STRING) {
      json.skipChildren();
      return false;
    }
    gasUsed = quantity(json, MAX_GAS);
    return HexReader.significantDigits(
            json.getTextCharacters(), json.getTextOffset(), json.getTextLength())
        > 0;
  }

  /** Reads the value of another key that the parser is at the start of, and does not move it. */
  void read(String key, JsonParser json, JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      return;
    }
    switch (key) {
      case "gasLimit" -> gasLimit = quantity(json, MAX_GAS);
      case "baseFeePerGas" -> baseFee = quantity(json, Long.MAX_VALUE);
      case "size" -> {
        long read = quantity(json, MAX_SIZE);
        size = read == 0 ? BlockTraffic.UNKNOWN : read; // as nodes of zkSync say
      }
      default -> {}
    }
  }

  BlockTraffic.Entry entry() {
    return new BlockTraffic.Entry(gasUsed, gasLimit, baseFee, size);
  }

  private static long quantity(JsonParser json, long most) throws IOException {
    long read =
        HexReader.quantity(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    return read < 0 || read > most ? BlockTraffic.UNKNOWN : read;
  }
}
