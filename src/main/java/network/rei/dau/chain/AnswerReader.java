package network.rei.dau.chain;

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
import java.util.Map;
import network.rei.dau.activity.BlockActivity;
import network.rei.dau.activity.BlockHeader;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.Fault.Cause;

/**
 * Reads the answer to a batch from its stream, item by item. Any bytes give results or faults,
 * never an exception, in memory that depends on what was asked and not on what was answered.
 *
 * <p>Answers belong to requests by their id, never by their place. What was complete before an
 * answer broke off is kept; an id answered twice is a fault of that request; an id that was not
 * asked for is passed over.
 */
final class AnswerReader {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxNumberLength(100)
                  .maxNameLength(1_000)
                  .maxStringLength(100_000)
                  .build())
          // Interned names live as long as the process: a node must not be able to fill that table.
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .build();

  private static final int RATE_LIMITED = -32005;
  private static final int LONGEST_MESSAGE = 200;

  private final List<RpcRequest> requests;
  private final Map<Long, Integer> placeById;
  private final RpcResponse[] answers;
  private final boolean full;
  private final BlockReader blocks = new BlockReader();
  private int answered;
  private Fault fault;

  // the item at hand
  private boolean hasId;
  private long id;
  private boolean hasResult;
  private Object result;
  private boolean hasError;
  private long errorCode;
  private String errorMessage;
  private boolean twice;

  AnswerReader(List<RpcRequest> requests) {
    this.requests = requests;
    this.answers = new RpcResponse[requests.size()];
    this.placeById = new HashMap<>(requests.size() * 2);
    boolean anyBlock = false;
    for (int i = 0; i < requests.size(); i++) {
      placeById.put(requests.get(i).getId(), i);
      anyBlock |= requests.get(i).expected() == RpcRequest.Expected.BLOCK;
    }
    this.full = anyBlock;
  }

  /** Reads to the end of the answer, unless it breaks. For one answer only. */
  AnswerReader read(InputStream body) {
    try (JsonParser json = JSON.createParser(body)) {
      read(json);
    } catch (JsonEOFException e) {
      fault = new Fault(Kind.MALFORMED, Cause.CUT, "the answer is cut off");
    } catch (JsonProcessingException e) {
      fault = new Fault(Kind.MALFORMED, Cause.SERVER, notJson());
    } catch (IOException e) {
      fault = HttpFaults.broken(e);
    }
    return this;
  }

  /** For each request, in the order asked, its result or fault. */
  List<RpcResponse> answers() {
    Fault unanswered = fault != null ? fault : unanswered();
    for (int i = 0; i < answers.length; i++) {
      if (answers[i] == null) {
        answers[i] = RpcResponse.failed(requests.get(i).getId(), unanswered);
      }
    }
    return List.of(answers);
  }

  /** Why the answer as a whole failed or broke off; null if it did not. */
  Fault fault() {
    return fault;
  }

  private void read(JsonParser json) throws IOException {
    JsonToken first = json.nextToken();
    if (first == JsonToken.START_ARRAY) {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        item(json);
        settle();
      }
      if (json.currentToken() != JsonToken.END_ARRAY) {
        fault = new Fault(Kind.MALFORMED, Cause.SERVER, "an item of the answer is not an object");
        return;
      }
    } else if (first == JsonToken.START_OBJECT) {
      item(json);
      if (requests.size() > 1 && hasError && !hasResult) {
        // no batches here, or not one as large as this
        Fault error = error();
        fault =
            error.cause() == Cause.RATE_OR_SIZE ? error : tooLarge(error.kind(), error.message());
      } else {
        settle();
      }
    } else {
      fault = new Fault(Kind.MALFORMED, Cause.SERVER, first == null ? "nothing" : notJson());
      return;
    }
    if (json.nextToken() != null) {
      // Two answers run together: which of them is ours cannot be known.
      Arrays.fill(answers, null);
      fault = new Fault(Kind.MALFORMED, Cause.SERVER, "text after the end of the answer");
    }
  }

  private String notJson() {
    return answered == 0 ? "text that is not JSON-RPC" : "text that is not JSON from some place on";
  }

  private Fault unanswered() {
    String message = "no answer with the id asked for";
    boolean most = requests.size() > 1 && answered <= requests.size() / 2;
    return most ? tooLarge(Kind.MALFORMED, message) : Fault.malformed(message);
  }

  private void item(JsonParser json) throws IOException {
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

  private void id(JsonParser json, JsonToken value) throws IOException {
    twice |= hasId;
    if (value == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      hasId = true;
      id = json.getLongValue();
    } else {
      json.skipChildren();
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
            HexText.quantity(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        return quantity < 0 ? Fault.malformed("the result is not a quantity") : (Object) quantity;
      }
      default -> {
        json.skipChildren();
        return Fault.malformed("the result is not what was asked for");
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

  /** Gives the item at hand to the request that it answers. */
  private void settle() {
    Integer place = hasId ? placeById.get(id) : null;
    if (place == null) {
      if (!hasId && hasError && requests.size() == 1) {
        place = 0; // an error that came before the node had read the id
      } else {
        return;
      }
    }
    boolean again = answers[place] != null;
    if (!again) {
      answered++;
    }
    RpcRequest request = requests.get(place);
    Object outcome =
        again || twice ? Fault.malformed("answered twice under one id") : outcome(request);
    answers[place] =
        outcome instanceof Fault bad
            ? RpcResponse.failed(request.getId(), bad)
            : RpcResponse.of(request.getId(), outcome);
  }

  private Object outcome(RpcRequest request) {
    if (hasError) {
      return hasResult && result != null
          ? Fault.malformed("a result and an error at once")
          : error();
    }
    if (!hasResult) {
      return Fault.malformed("neither a result nor an error");
    }
    if (result instanceof Fault) {
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

  private static Object numbered(Object block, long number, RpcRequest request) {
    return number == request.block() ? block : Fault.malformed("block " + number + " instead");
  }

  private Object none() {
    return result == null ? Fault.answer(Kind.MISSING_BLOCK, "null") : notAsked();
  }

  private static Fault notAsked() {
    return Fault.malformed("the result is not what was asked for");
  }

  private Fault error() {
    String message =
        "error " + errorCode + (errorMessage.isBlank() ? "" : " (" + printable() + ")");
    if (errorCode == RATE_LIMITED) {
      Cause cause = requests.size() > 1 ? Cause.RATE_OR_SIZE : Cause.RATE;
      return new Fault(Kind.RATE_LIMITED, cause, message);
    }
    boolean speaksOfBatch =
        errorCode == -32600 || errorCode == -32602 || errorCode == -32003 || errorCode == 413;
    return requests.size() > 1 && speaksOfBatch
        ? tooLarge(Kind.REFUSED, message)
        : Fault.answer(Kind.REFUSED, message);
  }

  private String printable() {
    return errorMessage.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  private static Fault tooLarge(Kind kind, String message) {
    return new Fault(kind, Cause.TOO_LARGE, message);
  }
}
