package network.rei.dau.chain.jsonrpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.TransactionKind;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.dialect.ChainRules;
import network.rei.dau.chain.dialect.ChainRules.MissingFields;
import network.rei.dau.chain.dialect.TransactionEvidence;
import network.rei.dau.chain.proof.BlockProof;
import network.rei.dau.chain.proof.ListProof;
import network.rei.dau.chain.proof.ProofLevel;

/**
 * Parses the JSON of one block from a stream into a {@code BlockActivity}, and skips the fields
 * that it does not need without decoding them.
 *
 * <p>Strict, so that no number can come out wrong: each needed field must occur exactly once and
 * have its type. The rules of the chain decide whether a transaction may lack {@code to} or {@code
 * nonce}, and whether the list of transactions may be right. What is read besides, for the details
 * of transactions and the traffic of blocks, is unknown where it is missing or malformed, and never
 * a reason to refuse a block. The other fields of transactions are read only if the list is to be
 * proven.
 *
 * <p>Can be reused for the next block; not thread-safe.
 */
final class BlockParser {

  /** 9999-12-31T23:59:59Z; a larger number is not in seconds. */
  static final long LAST_TIMESTAMP = 253_402_300_799L;

  private static final int NUMBER = 1;
  private static final int HASH = 1 << 1;
  private static final int PARENT_HASH = 1 << 2;
  private static final int TIMESTAMP = 1 << 3;
  private static final int ROOT = 1 << 4;
  private static final int TRANSACTIONS = 1 << 5;
  private static final int GAS_USED = 1 << 6;
  private static final int HEADER = NUMBER | HASH | PARENT_HASH | TIMESTAMP;
  private static final int BLOCK = HEADER | ROOT | TRANSACTIONS;

  /** Digits of the largest nonce, which has 64 bits. */
  private static final int MAX_NONCE_DIGITS = 16;

  private static final int MAX_TYPE = 0xff;

  private static final int FROM = 1;
  private static final int TO = 1 << 1;
  private static final int NONCE = 1 << 2;
  private static final int TYPE = 1 << 3;
  private static final int TRANSACTION = FROM | TO | NONCE;

  private final ChainRules rules;

  /** Null if nothing is proven. */
  private final BlockProof proof;

  private final boolean senders;
  private final BlockActivity.Builder transactions = new BlockActivity.Builder();
  private final DetailsReader details = new DetailsReader();
  private final TrafficReader traffic = new TrafficReader();
  private final byte[] from = new byte[Address.BYTES];
  private final byte[] to = new byte[Address.BYTES];
  private boolean creation;
  private boolean nonceZero;
  private long type;
  private boolean typed;
  private boolean assumed;
  private boolean executed;
  private int seen;
  private int seenOfTransaction;
  private long number;
  private Hash hash;
  private Hash parentHash;
  private Hash root;
  private long timestamp;
  private RpcFailure failure;
  private SignedBlock signed;

  BlockParser(ChainRules rules, ProofLevel level) {
    this.rules = rules;
    this.senders = level == ProofLevel.SENDERS;
    this.proof = level == ProofLevel.NONE ? null : new BlockProof(senders);
  }

  /**
   * Reads the object that the parser is at the start of, to its end.
   *
   * @param full whether the transactions are read
   * @return a block, or a header if {@code full} is false, or the first failure found in it
   * @throws IOException if the stream breaks or is not JSON
   */
  RpcResult read(JsonParser json, boolean full) throws IOException {
    transactions.clear();
    traffic.clear();
    signed = null;
    if (proof != null) {
      proof.begin();
    }
    seen = 0;
    assumed = false;
    executed = false;
    failure = null;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "number" -> number = quantity(json, value, NUMBER, name);
        case "hash" -> hash = hash(json, value, HASH, name);
        case "parentHash" -> parentHash = hash(json, value, PARENT_HASH, name);
        case "timestamp" -> timestamp = quantity(json, value, TIMESTAMP, name);
        case "gasUsed" -> {
          if (full) {
            once(GAS_USED, name);
            executed = traffic.gasUsed(json, value);
          }
        }
        case "transactionsRoot" -> root = full ? hash(json, value, ROOT, name) : skip(json);
        case "transactions" -> {
          if (full) {
            transactions(json, value);
          } else {
            json.skipChildren();
          }
        }
        default -> {
          if (full) {
            traffic.read(name, json, value);
          }
          json.skipChildren();
        }
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
    if (failure != null) {
      return failure;
    }
    BlockActivity block = transactions.build(blockHeader(), traffic.entry());
    ListProof proven = proof == null ? ListProof.UNTRIED : proof.prove(root);
    TransactionEvidence evidence = new TransactionEvidence(root, executed, assumed, proven);
    if (senders && proven == ListProof.PROVEN && block.transactionCount() > 0) {
      signed = new SignedBlock(rules, block, evidence, proof.signatures());
    }
    return switch (rules.verdict(block, evidence)) {
      case PLAUSIBLE -> new RpcResult.Block(block, true);
      case UNVERIFIED -> new RpcResult.Block(block, false);
      case HOLLOW ->
          RpcFailure.answer(
              ChainException.Kind.HOLLOW_BLOCK,
              "answered without the transactions that transactionsRoot speaks of"
                  + " (a node without old bodies?)");
      case SURPLUS -> RpcFailure.malformed("transactions under the transactionsRoot of none");
      case CONTRADICTED ->
          RpcFailure.malformed("the transactions are not those of transactionsRoot");
    };
  }

  /** Returns the block that was read last, if its senders are still to be recovered; else null. */
  SignedBlock signed() {
    return signed;
  }

  private BlockHeader blockHeader() {
    return new BlockHeader(number, hash, parentHash, timestamp);
  }

  private void checkTimestamp() {
    if (failure == null && timestamp > LAST_TIMESTAMP) {
      failure = RpcFailure.malformed("timestamp is not in seconds");
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
    type = ChainRules.NO_TYPE;
    typed = false;
    creation = true;
    nonceZero = false;
    details.clear();
    if (proof != null) {
      proof.beginTransaction();
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "from" -> {
          onceOfTransaction(FROM, name);
          address(json, value, from, name);
          prove(json, value, name);
        }
        case "to" -> {
          onceOfTransaction(TO, name);
          creation = value == JsonToken.VALUE_NULL;
          if (!creation) {
            address(json, value, to, name);
          }
          prove(json, value, name);
        }
        case "nonce" -> {
          nonce(json, value, name);
          prove(json, value, name);
        }
        case "type" -> {
          onceOfTransaction(TYPE, name);
          type = type(json, value);
          typed = value != JsonToken.VALUE_NULL;
        }
        default -> {
          details.read(name, json, value);
          prove(json, value, name);
        }
      }
    }
    if ((seenOfTransaction & TRANSACTION) != TRANSACTION) {
      completeTransaction();
    }
    if (proof != null && rules.encodes(type)) {
      proof.endTransaction(type);
    } else if (proof != null) {
      proof.skipTransaction();
    }
    if (failure == null) {
      add();
    }
  }

  private void add() {
    byte[] recipient = creation ? null : to;
    if (details.areKnown()) {
      transactions.add(from, recipient, nonceZero, details.kind(knownType(), creation));
    } else {
      transactions.add(from, recipient, nonceZero);
    }
  }

  /** A transaction without a type is of the type 0, which is older than types. */
  private int knownType() {
    if (!typed) {
      return 0;
    }
    return type > MAX_TYPE ? TransactionKind.UNKNOWN_TYPE : (int) type;
  }

  /** Reads a field for the proof, or skips it. */
  private void prove(JsonParser json, JsonToken value, String name) throws IOException {
    if (proof == null) {
      json.skipChildren();
    } else {
      proof.read(name, json, value);
    }
  }

  /** Reads a nonce, of which only matters whether it is 0; null counts as left out. */
  private void nonce(JsonParser json, JsonToken value, String name) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    onceOfTransaction(NONCE, name);
    long significant = -1;
    if (value == JsonToken.VALUE_STRING) {
      significant =
          HexReader.significantDigits(
              json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    }
    if (significant < 0 || significant > MAX_NONCE_DIGITS) {
      wrong(json, name + " is not a quantity");
    }
    nonceZero = significant == 0;
  }

  private static long type(JsonParser json, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      return HexReader.quantity(
          json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    }
    json.skipChildren();
    return ChainRules.NO_TYPE;
  }

  /** Decides about a transaction that lacks a field. */
  private void completeTransaction() {
    MissingFields missing = rules.missingFields(type);
    boolean refused = missing == MissingFields.REFUSED || (seenOfTransaction & FROM) == 0;
    if (refused && failure == null) {
      failure = RpcFailure.malformed("a transaction lacks from, to or nonce");
    }
    assumed |= missing == MissingFields.ASSUMED;
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
