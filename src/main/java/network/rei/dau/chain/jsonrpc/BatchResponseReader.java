package network.rei.dau.chain.jsonrpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.dialect.ChainRules;
import network.rei.dau.chain.jsonrpc.RpcCall.Expected;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;
import network.rei.dau.chain.proof.ProofLevel;

/**
 * Parses the response to a batch from its stream. Any bytes yield results or failures, never an
 * exception, in memory that depends on the request and not on the response.
 *
 * <p>Results are matched to calls by their id, never by their position. Results that were complete
 * before a response broke off are kept; an id that occurs twice is a failure of that call; an
 * unknown id is ignored.
 */
final class BatchResponseReader {

  private static final JsonFactory JSON = factory(100_000);
  private static final JsonFactory JSON_WITH_INPUT = factory(LongTextFilter.MAX_LENGTH);

  private final List<RpcCall> calls;
  private final ProofLevel configured;

  /** Whether the input of transactions is read, which may be long. */
  private final boolean anyBlock;

  /** Blocks whose senders are still to be recovered, at the places of their calls. */
  private final Map<Integer, SignedBlock> signed = new HashMap<>();

  private final Map<Long, Integer> indexById;
  private final RpcResult[] results;
  private final Item item;
  private final long maxBlockBytes;
  private int blocks;
  private long blockBytes;
  private int answered;

  /** Whether a result has an id that was not asked for. */
  private boolean otherIds;

  private RpcFailure failure;
  private String source;

  private static JsonFactory factory(int maxText) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(32)
                .maxNumberLength(100)
                .maxNameLength(1_000)
                .maxStringLength(maxText)
                .build())
        // Interned names are never freed: a node must not be able to fill that table.
        .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
        .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
        .build();
  }

  /**
   * Creates a reader of one response.
   *
   * @param calls of whole blocks or of headers, not of both
   * @param rules of the chain, for its blocks
   * @param configured what is proven of blocks, at least
   * @param maxBlockBytes memory that the blocks may take; one block may always be read
   */
  BatchResponseReader(
      List<RpcCall> calls, ChainRules rules, ProofLevel configured, long maxBlockBytes) {
    this.maxBlockBytes = maxBlockBytes;
    this.calls = calls;
    this.configured = configured;
    this.results = new RpcResult[calls.size()];
    this.indexById = new HashMap<>(calls.size() * 2);
    boolean blockExpected = false;
    ProofLevel required = configured;
    for (int i = 0; i < calls.size(); i++) {
      indexById.put(calls.get(i).id(), i);
      blockExpected |= calls.get(i).expected() == Expected.BLOCK;
      required = required.or(calls.get(i).proof());
    }
    this.anyBlock = blockExpected;
    ProofLevel level = anyBlock ? required : ProofLevel.NONE;
    this.item = new Item(anyBlock, calls.size() > 1, rules, new BlockParser(rules, level));
  }

  /**
   * Reads to the end of the response, or until it breaks off. Can be used only once.
   *
   * @param source the HTTP status and headers, for the messages about text that is not JSON-RPC
   */
  BatchResult read(InputStream body, String source) {
    this.source = source;
    try (JsonParser json = parser(body)) {
      read(json);
    } catch (JsonEOFException e) {
      failure = new RpcFailure(Kind.MALFORMED, Cause.CUT, withSource("the answer is cut off"));
    } catch (JsonProcessingException e) {
      failure = new RpcFailure(Kind.MALFORMED, Cause.SERVER, notJson());
    } catch (IOException e) {
      RpcFailure broken = HttpFailures.broken(e);
      failure = new RpcFailure(broken.kind(), broken.cause(), withSource(broken.message()));
    }
    if (Arrays.stream(results).anyMatch(result -> result != null && result.failure() == null)) {
      for (int i = 0; i < results.length; i++) {
        results[i] = results[i] instanceof RpcFailure item ? notForItsSize(item) : results[i];
      }
    }
    RpcFailure unanswered = failure != null ? failure : unanswered();
    for (int i = 0; i < results.length; i++) {
      if (results[i] == null) {
        results[i] = unanswered;
      }
    }
    signed.keySet().removeIf(place -> !(results[place] instanceof RpcResult.Block));
    return new BatchResult(List.of(results), failure, signed);
  }

  private JsonParser parser(InputStream body) throws IOException {
    return anyBlock
        ? JSON_WITH_INPUT.createParser(new LongTextFilter(body))
        : JSON.createParser(body);
  }

  private void read(JsonParser json) throws IOException {
    JsonToken first = json.nextToken();
    if (first == JsonToken.START_ARRAY) {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        item.read(json);
        assign();
        if (blockBytes > maxBlockBytes && blocks > 1 && answered < calls.size()) {
          failure =
              tooLarge(
                  Kind.MALFORMED,
                  "the blocks of the answer take more than " + maxBlockBytes + " bytes of memory");
          return;
        }
      }
      if (json.currentToken() != JsonToken.END_ARRAY) {
        failure =
            new RpcFailure(
                Kind.MALFORMED, Cause.SERVER, withSource("an item of the answer is not an object"));
        return;
      }
    } else if (first == JsonToken.START_OBJECT) {
      item.read(json);
      if (calls.size() > 1 && item.isOnlyError()) {
        failure = refusedBatch(item.error());
      } else {
        assign();
      }
    } else {
      failure =
          new RpcFailure(
              Kind.MALFORMED,
              Cause.SERVER,
              first == null ? withSource("the answer is empty") : notJson());
      return;
    }
    if (json.nextToken() != null) {
      // Two responses run together: which of them answers this request cannot be known.
      Arrays.fill(results, null);
      failure =
          new RpcFailure(
              Kind.MALFORMED, Cause.SERVER, withSource("text after the end of the answer"));
    } else if (answered == 0 && otherIds) {
      failure =
          new RpcFailure(Kind.MALFORMED, Cause.SERVER, withSource("an answer with other ids only"));
    }
  }

  /** A node that answers a batch with one error supports no batches, or not as large as this. */
  private static RpcFailure refusedBatch(RpcFailure error) {
    return error.cause() == Cause.RATE_OR_SIZE ? error : tooLarge(error.kind(), error.message());
  }

  /** A batch some of whose calls were answered was not refused for its size. */
  private static RpcFailure notForItsSize(RpcFailure item) {
    return item.cause() == Cause.RATE_OR_SIZE
        ? new RpcFailure(item.kind(), Cause.RATE, item.message())
        : item;
  }

  private static RpcFailure tooLarge(Kind kind, String message) {
    return new RpcFailure(kind, Cause.TOO_LARGE, message);
  }

  private String notJson() {
    return withSource(
        answered == 0 ? "text that is not JSON-RPC" : "text that is not JSON from some place on");
  }

  private String withSource(String message) {
    return message + " (" + source + ")";
  }

  private RpcFailure unanswered() {
    String message = withSource("no answer with the id asked for");
    if (calls.size() == 2 && answered == 1) {
      // A node that takes no batches, or an accident: the retry of the one call shows which.
      return new RpcFailure(Kind.MALFORMED, Cause.CUT, message);
    }
    boolean most = calls.size() > 1 && answered <= calls.size() / 2;
    return most ? tooLarge(Kind.MALFORMED, message) : RpcFailure.malformed(message);
  }

  /** Gives the item that was just read to the call that it answers. */
  private void assign() {
    Integer index = item.hasId ? indexById.get(item.id) : null;
    if (index == null) {
      otherIds |= item.hasId && !item.isOnlyError();
      if (item.hasId || !item.isOnlyError() || calls.size() > 1) {
        return;
      }
      index = 0; // an error that occurred before the node had read the id
    }
    if (results[index] != null) {
      results[index] = RpcFailure.malformed("answered twice under one id");
    } else {
      answered++;
      RpcCall call = calls.get(index);
      results[index] = item.result(call);
      if (results[index] instanceof RpcResult.Block block) {
        blocks++;
        blockBytes += block.activity().memoryBytes();
        boolean senders = configured.or(call.proof()) == ProofLevel.SENDERS;
        SignedBlock unproven = senders ? item.blocks.signed() : null;
        if (unproven != null) {
          signed.put(index, unproven);
          blockBytes += unproven.signatures().memoryBytes();
        }
      }
    }
  }

  /** One item of a response, an id with a result or an error. Reused for the next item. */
  private static final class Item {

    /** Codes of gateways and nodes for too many requests. */
    private static final Set<Long> RATE_LIMITED =
        Set.of(-32005L, -32007L, -32016L, -32029L, -32090L, 429L);

    private static final String LIMITED =
        "(capacity|quota|usage|credits|compute units?|request.?(count|rate|limit)|number of"
            + " requests|(daily|monthly) limit|current plan)";

    private static final Pattern RATE_LIMIT_TEXT =
        Pattern.compile(
            "rate.?limit|too many requests?\\b|throttled|limited to [0-9]+ ?/|\\b(rps|qps|cups)\\b"
                + "|(requests?|calls|credits|units) ?(per|/) ?(second|minute|hour|day)"
                + ("|" + LIMITED + ".{0,60}(exceeded|exhausted|reached|consumed)")
                + ("|(exceed|exhaust|reach|consum).{0,60}" + LIMITED),
            Pattern.CASE_INSENSITIVE);

    private static final int MAX_MESSAGE_LENGTH = 200;

    /** A long holds any number with so many digits. */
    private static final int MAX_ID_LENGTH = 18;

    private final boolean full;
    private final boolean batch;
    private final ChainRules rules;
    private final BlockParser blocks;
    private boolean hasId;
    private long id;
    private boolean hasResult;
    private RpcResult result;
    private boolean hasError;
    private long errorCode;
    private String errorMessage;
    private boolean duplicateKey;

    /**
     * Creates a reusable item.
     *
     * @param full whether blocks are read with their transactions
     * @param batch whether the request held more than one call
     * @param rules of the chain
     * @param blocks reads the blocks
     */
    Item(boolean full, boolean batch, ChainRules rules, BlockParser blocks) {
      this.full = full;
      this.batch = batch;
      this.rules = rules;
      this.blocks = blocks;
    }

    /** Reads the object that the parser is at the start of, to its end. */
    void read(JsonParser json) throws IOException {
      hasId = false;
      hasResult = false;
      hasError = false;
      duplicateKey = false;
      result = null;
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        JsonToken value = json.nextToken();
        switch (name) {
          case "id" -> readId(json, value);
          case "result" -> {
            duplicateKey |= hasResult;
            hasResult = true;
            result = readResult(json, value);
          }
          case "error" -> readError(json, value);
          default -> json.skipChildren();
        }
      }
    }

    boolean isOnlyError() {
      return hasError && !hasResult;
    }

    private void readId(JsonParser json, JsonToken value) throws IOException {
      duplicateKey |= hasId;
      if (value == JsonToken.VALUE_NUMBER_INT
          && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
        hasId = true;
        id = json.getLongValue();
      } else if (value == JsonToken.VALUE_STRING) {
        readIdInDigits(json.getText());
      } else {
        json.skipChildren();
      }
    }

    /** Some nodes and proxies return the number as a string. */
    private void readIdInDigits(String text) {
      if (text.length() <= MAX_ID_LENGTH && text.matches("0|[1-9][0-9]*")) {
        hasId = true;
        id = Long.parseLong(text);
      }
    }

    /** Returns null for a result that is null. */
    private RpcResult readResult(JsonParser json, JsonToken value) throws IOException {
      switch (value) {
        case START_OBJECT -> {
          return blocks.read(json, full);
        }
        case VALUE_NULL -> {
          return null;
        }
        case VALUE_STRING -> {
          long quantity =
              HexReader.quantity(
                  json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
          return quantity < 0
              ? RpcFailure.malformed("the result is not a quantity")
              : new RpcResult.Quantity(quantity);
        }
        default -> {
          json.skipChildren();
          return unexpected();
        }
      }
    }

    private void readError(JsonParser json, JsonToken value) throws IOException {
      if (value == JsonToken.VALUE_NULL) {
        return; // some nodes send a null error beside a result
      }
      duplicateKey |= hasError;
      hasError = true;
      errorCode = 0;
      errorMessage = "";
      if (value != JsonToken.START_OBJECT) {
        json.skipChildren();
        return;
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        JsonToken part = json.nextToken();
        if (name.equals("code")
            && part == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
          errorCode = json.getLongValue();
        } else if (name.equals("message") && part == JsonToken.VALUE_STRING) {
          int length = Math.min(json.getTextLength(), MAX_MESSAGE_LENGTH);
          errorMessage = new String(json.getTextCharacters(), json.getTextOffset(), length);
        } else {
          json.skipChildren();
        }
      }
    }

    /** Returns the result that the call expects, or the failure. */
    RpcResult result(RpcCall call) {
      if (duplicateKey) {
        return RpcFailure.malformed("a key stands twice in the answer");
      }
      if (hasError) {
        if (hasResult && result != null) {
          return RpcFailure.malformed("a result and an error at once");
        }
        boolean nullRound = call.block() > 0 && rules.isNullRound(errorCode, errorMessage);
        return nullRound ? new RpcResult.NullRound() : error();
      }
      if (!hasResult) {
        return RpcFailure.malformed("neither a result nor an error");
      }
      if (result instanceof RpcFailure) {
        return result;
      }
      return switch (call.expected()) {
        case QUANTITY -> result instanceof RpcResult.Quantity ? result : unexpected();
        case BLOCK ->
            result instanceof RpcResult.Block block
                ? numbered(block, block.activity().number(), call)
                : notABlock();
        case HEADER ->
            result instanceof RpcResult.Header header
                ? numbered(header, header.header().number(), call)
                : notABlock();
      };
    }

    private static RpcResult numbered(RpcResult block, long number, RpcCall call) {
      return call.accepts(number) ? block : RpcFailure.malformed("block " + number + " instead");
    }

    private RpcFailure notABlock() {
      return result == null ? RpcFailure.answer(Kind.MISSING_BLOCK, "null") : unexpected();
    }

    private static RpcFailure unexpected() {
      return RpcFailure.malformed("the result is not what was asked for");
    }

    /** Returns the error object as a failure. */
    RpcFailure error() {
      String message =
          "error " + errorCode + (errorMessage.isBlank() ? "" : " (" + printable() + ")");
      if (isRateLimit()) {
        Cause cause = batch ? Cause.RATE_OR_SIZE : Cause.RATE;
        return new RpcFailure(Kind.RATE_LIMITED, cause, message);
      }
      boolean refersToBatch =
          errorCode == -32600 || errorCode == -32602 || errorCode == -32003 || errorCode == 413;
      return batch && refersToBatch
          ? tooLarge(Kind.REFUSED, message)
          : RpcFailure.answer(Kind.REFUSED, message);
    }

    /** Some gateways say it in the message only; one that names the batch means its size. */
    private boolean isRateLimit() {
      return RATE_LIMITED.contains(errorCode)
          || (RATE_LIMIT_TEXT.matcher(errorMessage).find()
              && !errorMessage.toLowerCase(Locale.ROOT).contains("batch"));
    }

    private String printable() {
      return errorMessage.replaceAll("\\p{Cntrl}+", " ").strip();
    }
  }
}
