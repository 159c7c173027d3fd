package network.rei.dau.chain.jsonrpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.web3j.protocol.core.Request;

/** Requests as JSON text. */
public final class RequestWriter {

  private static final JsonFactory JSON = new JsonFactory();

  private RequestWriter() {}

  /**
   * One request as a plain object, so that a node that knows no batches can answer; else a list.
   */
  public static byte[] write(List<? extends Request<?, ?>> requests) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 + 100 * requests.size());
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      if (requests.size() == 1) {
        write(requests.get(0), json);
      } else {
        json.writeStartArray();
        for (Request<?, ?> request : requests) {
          write(request, json);
        }
        json.writeEndArray();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private static void write(Request<?, ?> request, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("jsonrpc", request.getJsonrpc());
    json.writeStringField("method", request.getMethod());
    json.writeArrayFieldStart("params");
    for (Object param : request.getParams()) {
      if (param instanceof Boolean flag) {
        json.writeBoolean(flag);
      } else {
        json.writeString(String.valueOf(param));
      }
    }
    json.writeEndArray();
    json.writeNumberField("id", request.getId());
    json.writeEndObject();
  }
}
