package network.rei.dau.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import network.rei.dau.json.Json;

/**
 * The OpenAPI description of all routes. It is parsed when it is first needed, which takes a tenth
 * of a second, so that the start of the service does not depend on it.
 */
public final class OpenApi {

  /** The resource of the description. */
  public static final String RESOURCE = "/openapi.yaml";

  /**
   * An operation of a route.
   *
   * @param method in upper case
   * @param path with places for parameters, such as {@code /api/v1/windows/{length}}
   * @param summary what it does, in a phrase
   */
  public record Operation(String method, String path, String summary) {}

  private static final class Parsed {
    private static final List<Operation> OPERATIONS = operations(parse(read()));
  }

  private OpenApi() {}

  /** Returns all operations, in the order of the description. */
  public static List<Operation> operations() {
    return Parsed.OPERATIONS;
  }

  /** Returns the description as JSON. */
  public static byte[] json(byte[] yaml) {
    return Json.bytes(parse(yaml));
  }

  private static List<Operation> operations(JsonNode description) {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> item : path.getValue().properties()) {
        if (item.getValue().has("operationId")) { // and not the parameters of all operations
          operations.add(
              new Operation(
                  item.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  item.getValue().get("summary").asText()));
        }
      }
    }
    return List.copyOf(operations);
  }

  private static JsonNode parse(byte[] yaml) {
    try {
      return new ObjectMapper(new YAMLFactory()).readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read() {
    try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
