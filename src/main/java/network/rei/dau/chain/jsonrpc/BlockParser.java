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
 * Parses the JSON of one block from a stream into a {@code BlockActivity}, and skips the fields
 * that it does not need without decoding them.
 *
 * <p>Strict, so that no number can come out wrong: each needed field must occur exactly once and
 * have its type. In particular a transaction without the key {@code to} is malformed: nodes answer
 * a contract creation with {@code to: null}, and no known node omits the key.
 *
 * <p>Can be reused for the next block; not thread-safe.
 */
public final class BlockParser {

  /** The transactions root of a block without transactions. */
  public static final Hash EMPTY_TRANSACTIONS_ROOT =
      Hash.parse("0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");

  /** 9999-12-31T23:59:59Z; a larger number is not in seconds. */
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
  private RpcFailure failure;

  /**
   * Reads the object that the parser is at the start of, to its end.
   *
   * @param full whether the transactions are read
   * @return a block, or a header if {@code full} is false, or the first failure found in it
   * @throws IOException if the stream breaks or is not JSON
   */
  RpcResult read(JsonParser json, boolean full) throws IOException {
    transactions.clear();
    seen = 0;
    failure = null;
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

  private RpcResult header() {
    require(HEADER);
    checkTimestamp();
    return failure != null ? failure : new RpcResult.Header(blockHeader());
  }

  private RpcResult block() {
    require(BLOCK);
    checkTimestamp();
    checkTransactions();
    return failure != null ? failure : new RpcResult.Block(transactions.build(blockHeader()));
  }

  private BlockHeader blockHeader() {
    return new BlockHeader(number, hash, parentHash, timestamp);
  }

  private void checkTimestamp() {
    if (failure == null && timestamp > LAST_TIMESTAMP) {
      failure = RpcFailure.malformed("timestamp is not in seconds");
    }
  }

  private void checkTransactions() {
    if (failure != null) {
      return;
    }
    boolean empty = transactions.transactionCount() == 0;
    boolean emptyRoot = root.equals(EMPTY_TRANSACTIONS_ROOT);
    if (empty && !emptyRoot) {
      failure =
          RpcFailure.answer(
              ChainException.Kind.HOLLOW_BLOCK,
              "answered without the transactions that transactionsRoot speaks of"
                  + " (a node without old bodies?)");
    } else if (!empty && emptyRoot) {
      failure = RpcFailure.malformed("transactions under the transactionsRoot of none");
    }
  }

  private void require(int fields) {
    if (failure == null && (seen & fields) != fields) {
      int missing = Integer.lowestOneBit(fields & ~seen);
      failure =
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
    if (seenOfTransaction != TRANSACTION && failure == null) {
      failure = RpcFailure.malformed("a transaction lacks from, to or nonce");
    }
    if (failure == null) {
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
    if ((seen & field) != 0 && failure == null) {
      failure = RpcFailure.malformed(name + " stands twice");
    }
    seen |= field;
  }

  private void onceOfTransaction(int field, String name) {
    if ((seenOfTransaction & field) != 0 && failure == null) {
      failure = RpcFailure.malformed(name + " stands twice in a transaction");
    }
    seenOfTransaction |= field;
  }

  /** Keeps the first failure and skips the value, so that the items after it can be read. */
  private void wrong(JsonParser json, String message) throws IOException {
    if (failure == null) {
      failure = RpcFailure.malformed(message);
    }
    json.skipChildren();
  }
}
