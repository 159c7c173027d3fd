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
import java.util.Map;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.jsonrpc.RpcFailure.Cause;

/**
 * Reads the answer to a batch from its stream, item by item. Any bytes give results or faults,
 * never an exception, in memory that depends on what was asked and not on what was answered.
 *
 * <p>Answers belong to requests by their id, never by their place. What was complete before an
 * answer broke off is kept; an id answered twice is a fault of that request; an id that was not
 * asked for is passed over.
 */
public final class BatchResponseReader {

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

  private final List<RpcCall> requests;
  private final Map<Long, Integer> placeById;
  private final RpcResult[] answers;
  private final ResponseItem item;
  private int answered;
  private RpcFailure fault;

  BatchResponseReader(List<RpcCall> requests) {
    this.requests = requests;
    this.answers = new RpcResult[requests.size()];
    this.placeById = new HashMap<>(requests.size() * 2);
    boolean anyBlock = false;
    for (int i = 0; i < requests.size(); i++) {
      placeById.put(requests.get(i).getId(), i);
      anyBlock |= requests.get(i).expected() == RpcCall.Expected.BLOCK;
    }
    this.item = new ResponseItem(anyBlock, requests.size() > 1);
  }

  /** Reads to the end of the answer, unless it breaks. For one answer only. */
  BatchResponseReader read(InputStream body) {
    try (JsonParser json = JSON.createParser(body)) {
      read(json);
    } catch (JsonEOFException e) {
      fault = new RpcFailure(Kind.MALFORMED, Cause.CUT, "the answer is cut off");
    } catch (JsonProcessingException e) {
      fault = new RpcFailure(Kind.MALFORMED, Cause.SERVER, notJson());
    } catch (IOException e) {
      fault = HttpFailures.broken(e);
    }
    return this;
  }

  /** For each request, in the order asked, its result or fault. */
  public List<RpcResult> answers() {
    RpcFailure unanswered = fault != null ? fault : unanswered();
    for (int i = 0; i < answers.length; i++) {
      if (answers[i] == null) {
        answers[i] = RpcResult.failed(requests.get(i).getId(), unanswered);
      }
    }
    return List.of(answers);
  }

  /** Why the answer as a whole failed or broke off; null if it did not. */
  public RpcFailure fault() {
    return fault;
  }

  private void read(JsonParser json) throws IOException {
    JsonToken first = json.nextToken();
    if (first == JsonToken.START_ARRAY) {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        item.read(json);
        settle();
      }
      if (json.currentToken() != JsonToken.END_ARRAY) {
        fault =
            new RpcFailure(Kind.MALFORMED, Cause.SERVER, "an item of the answer is not an object");
        return;
      }
    } else if (first == JsonToken.START_OBJECT) {
      item.read(json);
      if (requests.size() > 1 && item.isOnlyError()) {
        // no batches here, or not one as large as this
        RpcFailure error = item.error();
        fault =
            error.cause() == Cause.RATE_OR_SIZE
                ? error
                : ResponseItem.tooLarge(error.kind(), error.message());
      } else {
        settle();
      }
    } else {
      fault = new RpcFailure(Kind.MALFORMED, Cause.SERVER, first == null ? "nothing" : notJson());
      return;
    }
    if (json.nextToken() != null) {
      // Two answers run together: which of them is ours cannot be known.
      Arrays.fill(answers, null);
      fault = new RpcFailure(Kind.MALFORMED, Cause.SERVER, "text after the end of the answer");
    }
  }

  private String notJson() {
    return answered == 0 ? "text that is not JSON-RPC" : "text that is not JSON from some place on";
  }

  private RpcFailure unanswered() {
    String message = "no answer with the id asked for";
    if (requests.size() == 2 && answered == 1) {
      // An accident, or a node that takes no batches: asked for alone, it will show.
      return new RpcFailure(Kind.MALFORMED, Cause.CUT, message);
    }
    boolean most = requests.size() > 1 && answered <= requests.size() / 2;
    return most ? ResponseItem.tooLarge(Kind.MALFORMED, message) : RpcFailure.malformed(message);
  }

  /** Gives the item at hand to the request that it answers. */
  private void settle() {
    Integer place = item.hasId() ? placeById.get(item.id()) : null;
    if (place == null) {
      if (!item.hasId() && item.isOnlyError() && requests.size() == 1) {
        place = 0; // an error that came before the node had read the id
      } else {
        return;
      }
    }
    boolean again = answers[place] != null;
    if (!again) {
      answered++;
    }
    RpcCall request = requests.get(place);
    Object outcome =
        again ? RpcFailure.malformed("answered twice under one id") : item.outcome(request);
    answers[place] =
        outcome instanceof RpcFailure bad
            ? RpcResult.failed(request.getId(), bad)
            : RpcResult.of(request.getId(), outcome);
  }
}
