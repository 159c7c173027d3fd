package network.rei.dau.chain.proof;

import static network.rei.dau.chain.proof.TransactionField.FROM;
import static network.rei.dau.chain.proof.TransactionField.R;
import static network.rei.dau.chain.proof.TransactionField.S;
import static network.rei.dau.chain.proof.TransactionField.V;
import static network.rei.dau.chain.proof.TransactionField.Y_PARITY;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.web3j.crypto.Hash;

/**
 * The fields of one transaction, read from JSON and kept as RLP. Can be used again for the next
 * one.
 */
final class TransactionFields {

  /** The longest text that is read, which is {@code input} of half a mebibyte. */
  static final int MAX_TEXT = 1 << 20;

  /** The largest encoding: nodes of Ethereum accept transactions of 128 KiB from their users. */
  private static final int MAX_BYTES = 1 << 20;

  private static final int MAX_QUANTITY_DIGITS = 64;

  private static final List<String> ACCESS = List.of("address", "storageKeys");
  private static final List<String> AUTHORIZATION =
      List.of("chainId", "address", "nonce", "yParity", "r", "s");

  /** What is signed of a transaction by EIP-155 has this beside the chain id. */
  private static final BigInteger EIP_155 = BigInteger.valueOf(35);

  private final RlpWriter items = new RlpWriter();
  private final RlpWriter scratch = new RlpWriter();
  private final RlpWriter encoding = new RlpWriter();
  private final Map<TransactionField, Item> fields = new EnumMap<>(TransactionField.class);
  private boolean tooLarge;

  /** Where the RLP of a field stands. */
  private record Item(int start, int length) {}

  /** Removes the fields. */
  void clear() {
    items.clear();
    fields.clear();
    tooLarge = false;
  }

  /** Returns whether a field, or the fields together, are too large to be read. */
  boolean areTooLarge() {
    return tooLarge;
  }

  /**
   * Reads the value of a key, which the parser is at the start of, to its end. A value that has not
   * the form of the field counts as missing.
   */
  void read(String key, JsonParser json, JsonToken value) throws IOException {
    TransactionField field = TransactionField.of(key);
    if (field == null || tooLarge) {
      json.skipChildren();
      return;
    }
    int start = items.length();
    boolean read =
        switch (field.form()) {
          case QUANTITY -> quantity(items, json, value);
          case DATA -> data(items, json, value);
          case BOOLEAN -> bool(json, value);
          case DATA_LIST -> dataList(items, json, value);
          case ACCESS_LIST -> tuples(ACCESS, json, value);
          case AUTHORIZATION_LIST -> tuples(AUTHORIZATION, json, value);
        };
    if (read) {
      fields.put(field, new Item(start, items.length() - start));
    } else {
      fields.remove(field);
      items.truncate(start);
    }
    tooLarge |= items.length() > MAX_BYTES;
  }

  /** Returns the encoding that a trie contains; null if a field is missing. */
  byte[] encode(TransactionType type) {
    encoding.clear();
    int list = begin(type);
    boolean complete = unsigned(type);
    if (type.isSigned()) {
      complete &= type == TransactionType.LEGACY ? copy(V) : copy(Y_PARITY) || copy(V);
      complete &= copy(R) && copy(S);
    }
    encoding.endList(list);
    return complete ? encoding.toBytes() : null;
  }

  /**
   * Returns what was signed, and the signature; all fields must be there. Where the encoding
   * contains the sender, the root proves it.
   */
  Signature signature(TransactionType type) {
    if (!type.isSigned()) {
      return type.fields().contains(FROM) ? Signature.NOT_NEEDED : Signature.MISSING;
    }
    encoding.clear();
    int list = begin(type);
    unsigned(type);
    int parity;
    if (type == TransactionType.LEGACY) {
      BigInteger v = number(V);
      boolean withChainId = v.compareTo(EIP_155) >= 0;
      if (withChainId) {
        encoding.text(unsigned(v.subtract(EIP_155).shiftRight(1))).number(0).number(0);
      }
      // 27 and 28, or 35 and 36 and twice the chain id: odd for 0, or even.
      parity = v.testBit(0) ? 0 : 1;
    } else {
      parity = number(fields.containsKey(Y_PARITY) ? Y_PARITY : V).testBit(0) ? 1 : 0;
    }
    encoding.endList(list);
    byte[] hash = Hash.sha3(encoding.buffer(), 0, encoding.length());
    return new Signature(hash, parity, number(R), number(S));
  }

  private int begin(TransactionType type) {
    if (type != TransactionType.LEGACY) {
      encoding.raw(type.number());
    }
    return encoding.beginList();
  }

  private boolean unsigned(TransactionType type) {
    boolean complete = true;
    for (TransactionField field : type.fields()) {
      complete &= copy(field) || isEmptyIfMissing(field);
    }
    return complete;
  }

  private boolean isEmptyIfMissing(TransactionField field) {
    return switch (field) {
      // Nodes of the OP stack leave out a mint of nothing, and a flag that is not set.
      case TO, MINT, IS_SYSTEM_TX -> {
        encoding.text(new byte[0]);
        yield true;
      }
      case ACCESS_LIST -> {
        encoding.endList(encoding.beginList());
        yield true;
      }
      default -> false;
    };
  }

  private boolean copy(TransactionField field) {
    Item item = fields.get(field);
    if (item != null) {
      encoding.raw(items.buffer(), item.start, item.length);
    }
    return item != null;
  }

  private BigInteger number(TransactionField field) {
    Item item = fields.get(field);
    byte first = items.buffer()[item.start];
    // At most 32 bytes: one below 0x80, which is its own item, or a header of one byte and the
    // rest.
    return item.length == 1 && first >= 0
        ? BigInteger.valueOf(first)
        : new BigInteger(1, items.buffer(), item.start + 1, item.length - 1);
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private boolean text(JsonParser json, JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      json.skipChildren();
      return false;
    }
    tooLarge |= json.getTextLength() >= MAX_TEXT;
    return !tooLarge;
  }

  private boolean quantity(RlpWriter into, JsonParser json, JsonToken value) throws IOException {
    return text(json, value)
        && json.getTextLength() <= 2 + MAX_QUANTITY_DIGITS
        && into.quantity(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
  }

  private boolean data(RlpWriter into, JsonParser json, JsonToken value) throws IOException {
    return text(json, value)
        && into.data(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
  }

  private boolean bool(JsonParser json, JsonToken value) throws IOException {
    boolean read = value == JsonToken.VALUE_TRUE || value == JsonToken.VALUE_FALSE;
    if (read) {
      items.number(value == JsonToken.VALUE_TRUE ? 1 : 0);
    } else {
      json.skipChildren();
    }
    return read;
  }

  private boolean dataList(RlpWriter into, JsonParser json, JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return false;
    }
    boolean complete = true;
    int list = into.beginList();
    for (JsonToken item = json.nextToken();
        item != JsonToken.END_ARRAY && item != null;
        item = json.nextToken()) {
      tooLarge |= into.length() > MAX_BYTES;
      complete &= data(into, json, item);
    }
    into.endList(list);
    return complete;
  }

  /** Reads a list of objects as lists of the values of some of their keys. */
  private boolean tuples(List<String> keys, JsonParser json, JsonToken value) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      json.skipChildren();
      return false;
    }
    boolean complete = true;
    int list = items.beginList();
    for (JsonToken item = json.nextToken();
        item != JsonToken.END_ARRAY && item != null;
        item = json.nextToken()) {
      tooLarge |= items.length() > MAX_BYTES;
      if (item != JsonToken.START_OBJECT || tooLarge) {
        json.skipChildren();
        complete = false;
      } else {
        complete &= tuple(keys, json);
      }
    }
    items.endList(list);
    return complete;
  }

  private boolean tuple(List<String> keys, JsonParser json) throws IOException {
    int[] from = new int[keys.size()];
    int[] to = new int[keys.size()];
    Arrays.fill(to, -1);
    scratch.clear();
    for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      int place = keys.indexOf(key);
      if (place < 0) {
        json.skipChildren();
      } else {
        from[place] = scratch.length();
        to[place] = element(key, json, value) ? scratch.length() : -1;
      }
    }
    int list = items.beginList();
    boolean complete = true;
    for (int i = 0; i < to.length; i++) {
      complete &= to[i] >= 0;
      items.raw(scratch.buffer(), from[i], Math.max(0, to[i] - from[i]));
    }
    items.endList(list);
    return complete;
  }

  private boolean element(String key, JsonParser json, JsonToken value) throws IOException {
    return switch (key) {
      case "address" -> data(scratch, json, value);
      case "storageKeys" -> dataList(scratch, json, value);
      default -> quantity(scratch, json, value);
    };
  }
}
