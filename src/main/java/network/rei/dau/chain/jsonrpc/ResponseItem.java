package network.rei.dau.chain.jsonrpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;

/** One item of an answer: an id with a result or an error. Used for one item after another. */
final class ResponseItem {

  private static final int RATE_LIMITED = -32005;
  private static final int LONGEST_MESSAGE = 200;

  /** Digits that surely make a long. */
  private static final int LONGEST_ID = 18;

  private final boolean full;
  private final boolean batch;
  private final BlockParser blocks = new BlockParser();
  private boolean hasId;
  private long id;
  private boolean hasResult;
  private Object result;
  private boolean hasError;
  private long errorCode;
  private String errorMessage;
  private boolean twice;

  /**
   * @param full whether blocks are read with their transactions
   * @param batch whether more than one request was asked at once
   */
  ResponseItem(boolean full, boolean batch) {
    this.full = full;
    this.batch = batch;
  }

  /** Reads the object that the parser stands at the start of, to its end. */
  void read(JsonParser json) throws IOException {
    hasId = false;
    hasResult = false;
    hasError = false;
    twice = false;
    result = null;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "id" -> id(json, value);
        case "result" -> {
          twice |= hasResult;
          hasResult = true;
          result = result(json, value);
        }
        case "error" -> error(json, value);
        default -> json.skipChildren();
      }
    }
  }

  boolean hasId() {
    return hasId;
  }

  long id() {
    return id;
  }

  /** Whether there is an error and no result. */
  boolean isOnlyError() {
    return hasError && !hasResult;
  }

  private void id(JsonParser json, JsonToken value) throws IOException {
    twice |= hasId;
    if (value == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      hasId = true;
      id = json.getLongValue();
    } else if (value == JsonToken.VALUE_STRING) {
      idInDigits(json.getText());
    } else {
      json.skipChildren();
    }
  }

  /** Some nodes and proxies give the number back as a string. */
  private void idInDigits(String text) {
    if (text.length() <= LONGEST_ID && text.matches("0|[1-9][0-9]*")) {
      hasId = true;
      id = Long.parseLong(text);
    }
  }

  /** A block, a header, a Long, null, or the fault that stands there. */
  private Object result(JsonParser json, JsonToken value) throws IOException {
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
            : (Object) quantity;
      }
      default -> {
        json.skipChildren();
        return RpcFailure.malformed("the result is not what was asked for");
      }
    }
  }

  private void error(JsonParser json, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return; // some nodes say so beside a result
    }
    twice |= hasError;
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
        int length = Math.min(json.getTextLength(), LONGEST_MESSAGE);
        errorMessage = new String(json.getTextCharacters(), json.getTextOffset(), length);
      } else {
        json.skipChildren();
      }
    }
  }

  /** The result that the request asked for, or the fault that stands in its place. */
  Object outcome(RpcCall request) {
    if (twice) {
      return RpcFailure.malformed("a key stands twice in the answer");
    }
    if (hasError) {
      return hasResult && result != null
          ? RpcFailure.malformed("a result and an error at once")
          : error();
    }
    if (!hasResult) {
      return RpcFailure.malformed("neither a result nor an error");
    }
    if (result instanceof RpcFailure) {
      return result;
    }
    return switch (request.expected()) {
      case QUANTITY -> result instanceof Long ? result : notAsked();
      case BLOCK ->
          result instanceof BlockActivity block ? numbered(block, block.number(), request) : none();
      case HEADER -> {
        // In a batch that also asks for whole blocks, headers are read as such.
        BlockHeader header =
            result instanceof BlockActivity block
                ? block.header()
                : result instanceof BlockHeader read ? read : null;
        yield header != null ? numbered(header, header.number(), request) : none();
      }
    };
  }

  private static Object numbered(Object block, long number, RpcCall request) {
    return number == request.block() ? block : RpcFailure.malformed("block " + number + " instead");
  }

  private Object none() {
    return result == null ? RpcFailure.answer(Kind.MISSING_BLOCK, "null") : notAsked();
  }

  private static RpcFailure notAsked() {
    return RpcFailure.malformed("the result is not what was asked for");
  }

  /** The error that stands there, as a fault. */
  RpcFailure error() {
    String message =
        "error " + errorCode + (errorMessage.isBlank() ? "" : " (" + printable() + ")");
    if (errorCode == RATE_LIMITED) {
      Cause cause = batch ? Cause.RATE_OR_SIZE : Cause.RATE;
      return new RpcFailure(Kind.RATE_LIMITED, cause, message);
    }
    boolean speaksOfBatch =
        errorCode == -32600 || errorCode == -32602 || errorCode == -32003 || errorCode == 413;
    return batch && speaksOfBatch
        ? tooLarge(Kind.REFUSED, message)
        : RpcFailure.answer(Kind.REFUSED, message);
  }

  private String printable() {
    return errorMessage.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  static RpcFailure tooLarge(Kind kind, String message) {
    return new RpcFailure(kind, Cause.TOO_LARGE, message);
  }
}
