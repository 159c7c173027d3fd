package network.rei.dau.chain.jsonrpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.chain.ChainException;

/**
 * Reads one block's JSON from a stream straight into what is counted. Fields that are not wanted
 * are passed over undecoded.
 *
 * <p>Strict where a number could come out wrong: each wanted field stands exactly once and has its
 * type. In particular a transaction without the key {@code to} is malformed; a contract creation
 * says {@code to: null}, and no node was seen that leaves the key out. Of two values under one key
 * none is believed.
 *
 * <p>Can be used for one block after another; not for several threads.
 */
public final class BlockParser {

  /** Root of the trie of no transactions: the only one under which an empty list is true. */
  public static final Hash EMPTY_TRANSACTIONS_ROOT =
      Hash.parse("0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");

  /** 9999-12-31T23:59:59Z: whatever is later is not a number of seconds. */
  static final long LAST_TIMESTAMP = 253_402_300_799L;

  private static final int NUMBER = 1;
  private static final int HASH = 1 << 1;
  private static final int PARENT_HASH = 1 << 2;
  private static final int TIMESTAMP = 1 << 3;
  private static final int ROOT = 1 << 4;
  private static final int TRANSACTIONS = 1 << 5;
  private static final int HEADER = NUMBER | HASH | PARENT_HASH | TIMESTAMP;
  private static final int BLOCK = HEADER | ROOT | TRANSACTIONS;

  private static final int FROM = 1;
  private static final int TO = 1 << 1;
  private static final int NONCE = 1 << 2;
  private static final int TRANSACTION = FROM | TO | NONCE;

  private final BlockActivity.Builder transactions = new BlockActivity.Builder();
  private final byte[] from = new byte[Address.BYTES];
  private final byte[] to = new byte[Address.BYTES];
  private boolean creation;
  private long nonce;
  private int seen;
  private int seenOfTransaction;
  private long number;
  private Hash hash;
  private Hash parentHash;
  private Hash root;
  private long timestamp;
  private RpcFailure fault;

  /**
   * Reads the object that the parser stands at the start of, to its end.
   *
   * @return a {@link BlockActivity}, or a {@link BlockHeader} if {@code full} is false (the
   *     transactions are then not looked at), or the {@link RpcFailure} that the block has
   * @throws IOException if the stream breaks or is not JSON
   */
  Object read(JsonParser json, boolean full) throws IOException {
    transactions.clear();
    seen = 0;
    fault = null;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "number" -> number = quantity(json, value, NUMBER, name);
        case "hash" -> hash = hash(json, value, HASH, name);
        case "parentHash" -> parentHash = hash(json, value, PARENT_HASH, name);
        case "timestamp" -> timestamp = quantity(json, value, TIMESTAMP, name);
        case "transactionsRoot" -> root = full ? hash(json, value, ROOT, name) : skip(json);
        case "transactions" -> {
          if (full) {
            transactions(json, value);
          } else {
            json.skipChildren();
          }
        }
        default -> json.skipChildren();
      }
    }
    return full ? block() : header();
  }

  private Object header() {
    require(HEADER);
    if (fault == null && timestamp > LAST_TIMESTAMP) {
      fault = RpcFailure.malformed("timestamp is not in seconds");
    }
    return fault != null ? fault : new BlockHeader(number, hash, parentHash, timestamp);
  }

  private Object block() {
    require(BLOCK);
    Object header = header();
    if (fault == null) {
      boolean none = transactions.transactionCount() == 0;
      boolean noneSaid = root.equals(EMPTY_TRANSACTIONS_ROOT);
      if (none && !noneSaid) {
        fault =
            RpcFailure.answer(
                ChainException.Kind.HOLLOW_BLOCK,
                "answered without the transactions that transactionsRoot speaks of"
                    + " (a node without old bodies?)");
      } else if (!none && noneSaid) {
        fault = RpcFailure.malformed("transactions under the transactionsRoot of none");
      }
    }
    return fault != null ? fault : transactions.build((BlockHeader) header);
  }

  private void require(int fields) {
    if (fault == null && (seen & fields) != fields) {
      int missing = Integer.lowestOneBit(fields & ~seen);
      fault =
          RpcFailure.malformed(
              switch (missing) {
                    case NUMBER -> "number";
                    case HASH -> "hash";
                    case PARENT_HASH -> "parentHash";
                    case TIMESTAMP -> "timestamp";
                    case ROOT -> "transactionsRoot";
                    default -> "transactions";
                  }
                  + " is missing");
    }
  }

  private void transactions(JsonParser json, JsonToken value) throws IOException {
    once(TRANSACTIONS, "transactions");
    if (value != JsonToken.START_ARRAY) {
      wrong(json, "transactions is not a list");
      return;
    }
    for (JsonToken item = json.nextToken();
        item != JsonToken.END_ARRAY && item != null;
        item = json.nextToken()) {
      if (item == JsonToken.START_OBJECT) {
        transaction(json);
      } else {
        wrong(json, "a transaction is not an object");
      }
    }
  }

  private void transaction(JsonParser json) throws IOException {
    seenOfTransaction = 0;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "from" -> {
          onceOfTransaction(FROM, name);
          address(json, value, from, name);
        }
        case "to" -> {
          onceOfTransaction(TO, name);
          creation = value == JsonToken.VALUE_NULL;
          if (!creation) {
            address(json, value, to, name);
          }
        }
        case "nonce" -> {
          onceOfTransaction(NONCE, name);
          nonce = quantity(json, value, name);
        }
        default -> json.skipChildren();
      }
    }
    if (seenOfTransaction != TRANSACTION && fault == null) {
      fault = RpcFailure.malformed("a transaction lacks from, to or nonce");
    }
    if (fault == null) {
      transactions.add(from, creation ? null : to, nonce == 0);
    }
  }

  private void address(JsonParser json, JsonToken value, byte[] into, String name)
      throws IOException {
    if (value != JsonToken.VALUE_STRING
        || !HexReader.address(
            json.getTextCharacters(), json.getTextOffset(), json.getTextLength(), into)) {
      wrong(json, name + " is not an address");
    }
  }

  private Hash hash(JsonParser json, JsonToken value, int field, String name) throws IOException {
    once(field, name);
    Hash read = null;
    if (value == JsonToken.VALUE_STRING) {
      read = HexReader.hash(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    }
    if (read == null) {
      wrong(json, name + " is not a hash");
    }
    return read;
  }

  private long quantity(JsonParser json, JsonToken value, int field, String name)
      throws IOException {
    once(field, name);
    return quantity(json, value, name);
  }

  private long quantity(JsonParser json, JsonToken value, String name) throws IOException {
    long read = -1;
    if (value == JsonToken.VALUE_STRING) {
      read =
          HexReader.quantity(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    }
    if (read < 0) {
      wrong(json, name + " is not a quantity");
    }
    return read;
  }

  private static Hash skip(JsonParser json) throws IOException {
    json.skipChildren();
    return null;
  }

  private void once(int field, String name) {
    if ((seen & field) != 0 && fault == null) {
      fault = RpcFailure.malformed(name + " stands twice");
    }
    seen |= field;
  }

  private void onceOfTransaction(int field, String name) {
    if ((seenOfTransaction & field) != 0 && fault == null) {
      fault = RpcFailure.malformed(name + " stands twice in a transaction");
    }
    seenOfTransaction |= field;
  }

  /** Notes the first fault and passes over the value, so that the items after it can be read. */
  private void wrong(JsonParser json, String message) throws IOException {
    if (fault == null) {
      fault = RpcFailure.malformed(message);
    }
    json.skipChildren();
  }
}
