package network.rei.dau.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code openapi.yaml}, and whether answers are as it says: with no field more or less. */
public final class Contract {

  private final JsonNode contract;
  private final JsonNode strictComponents;

  public Contract() {
    try {
      contract =
          new ObjectMapper(new YAMLFactory()).readTree(Contract.class.getResource("/openapi.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    strictComponents = contract.get("components").deepCopy();
    strictComponents.get("schemas").forEach(Contract::forbidOthers);
  }

  /** What an object may not hold is what its schema does not name. */
  private static void forbidOthers(JsonNode schema) {
    if (schema.has("properties") && !schema.has("additionalProperties")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
  }

  /** What is at a JSON pointer. */
  public JsonNode at(String pointer) {
    return contract.at(pointer);
  }

  Set<String> paths() {
    return fields(contract.get("paths"));
  }

  /**
   * The answers of an operation by their status.
   *
   * @param operation method and path, such as {@code get /health}
   */
  public JsonNode described(String operation) {
    String[] parts = operation.split(" ", 2);
    return contract.get("paths").get(parts[1]).get(parts[0]).get("responses");
  }

  /** Returns the JSON content of the answer 200 of an operation; missing if it is not JSON. */
  JsonNode content(String operation) {
    return resolved(described(operation).path("200")).at("/content/application~1json");
  }

  /** The formats of an operation besides JSON. */
  Set<String> formats(String operation) {
    String[] parts = operation.split(" ", 2);
    Set<String> formats = new HashSet<>();
    contract
        .get("paths")
        .get(parts[1])
        .get(parts[0])
        .path("x-formats")
        .forEach(format -> formats.add(format.asText()));
    return formats;
  }

  public void assertAsDescribed(String operation, String request, HttpResponse<byte[]> response) {
    JsonNode answer = resolved(described(operation).path(Integer.toString(response.statusCode())));
    assertThat(answer.isMissingNode()).as(request + " " + response.statusCode()).isFalse();
    fields(answer.path("headers"))
        .forEach(
            header -> {
              boolean optional = header.equals("Link") || header.startsWith("Data-");
              assertThat(optional || response.headers().firstValue(header).isPresent())
                  .as(request + " " + header)
                  .isTrue();
            });
    String type = response.headers().firstValue("Content-Type").orElseThrow().split(";", -1)[0];
    if (response.statusCode() == 200 && formats(operation).contains(type)) {
      return;
    }
    assertThat(fields(answer.get("content"))).as(request).contains(type);
    if (type.endsWith("json")) {
      String body = new String(response.body(), StandardCharsets.UTF_8);
      assertThat(violations(answer.get("content").get(type).get("schema"), body))
          .as(request + " " + body)
          .isEmpty();
    }
  }

  Set<ValidationMessage> violations(JsonNode schema, String json) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", strictComponents);
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(whole, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build())
        .validate(json, InputFormat.JSON);
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? contract.at(node.get("$ref").asText().substring(1)) : node;
  }

  private static Set<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return new HashSet<>(names);
  }
}
