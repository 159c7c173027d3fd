package network.rei.dau.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * One change of one response, or of every response.
 *
 * @param response the index of the response that is changed; {@link #EVERY} for all
 * @param kind what is changed
 * @param place selects the place among those where the change is possible
 * @param value selects the new value
 */
public record Mutation(int response, Kind kind, int place, int value) {

  public static final int EVERY = -1;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Keys that the client reads, which are changed more often than the others. */
  private static final List<String> KEYS =
      List.of(
          "result",
          "error",
          "id",
          "jsonrpc",
          "number",
          "hash",
          "parentHash",
          "timestamp",
          "transactionsRoot",
          "transactions",
          "from",
          "to",
          "nonce");

  private static final List<String> STRINGS =
      List.of(
          "",
          "0x",
          "0x0",
          "0x1",
          "0x00",
          "0x7fffffffffffffff",
          "0x8000000000000000",
          "0xffffffffffffffff",
          "0x10000000000000000",
          "0x3b9aca00",
          "0x-1",
          "-0x1",
          "0X1F",
          "1e9",
          "latest",
          "null",
          "0x" + "f".repeat(64),
          "0x" + "0".repeat(64),
          "0x" + "0".repeat(40),
          "0x" + "0".repeat(39),
          "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
          "\u0000",
          "0x\u0661",
          "x".repeat(100_000),
          "0x" + "1".repeat(100_000));

  private static final List<JsonNode> ERRORS =
      List.of(
          error(429, "Too Many Requests"),
          error(-32005, "limit exceeded"),
          error(-32029, "rate limit"),
          error(-32007, "request limit reached"),
          error(-32016, "rate limited"),
          error(-32090, "too many requests"),
          error(4444, "pruned history unavailable"),
          error(-32000, "header not found"),
          error(-32001, "resource not found"),
          error(-32601, "method not found"),
          error(-32603, "internal error"),
          error(Integer.MIN_VALUE, ""),
          NODES.objectNode(),
          NODES.textNode("error"),
          NODES.numberNode(1),
          NODES.objectNode().put("code", "x").put("message", 1),
          error(3, "m".repeat(200_000)));

  private static final int[] STATUSES = {
    100, 101, 199, 200, 201, 204, 206, 299, 301, 302, 304, 307, 400, 401, 403, 404, 408, 413, 418,
    429, 500, 501, 502, 503, 504, 529, 999
  };

  private static final List<Reply.Header> HEADERS =
      List.of(
          new Reply.Header("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"),
          new Reply.Header("Retry-After", "99999999999999999999"),
          new Reply.Header("Retry-After", "9223372036854775807"),
          new Reply.Header("Retry-After", "-1"),
          new Reply.Header("Retry-After", "soon"),
          new Reply.Header("Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT"),
          new Reply.Header("Content-Type", "text/html"),
          new Reply.Header("Content-Type", "application/json; charset=utf-16"),
          new Reply.Header("Content-Type", ";;;"),
          new Reply.Header("Content-Encoding", "gzip"),
          new Reply.Header("Content-Encoding", "br"),
          new Reply.Header("Content-Encoding", "deflate"),
          new Reply.Header("Transfer-Encoding", "chunked"),
          new Reply.Header("Transfer-Encoding", "gzip, chunked"),
          new Reply.Header("Connection", "close"),
          new Reply.Header("Location", "http://127.0.0.1:1/"),
          new Reply.Header("Set-Cookie", "a=b"),
          new Reply.Header("Date", "Fri, 31 Dec 9999 23:59:59 GMT"),
          new Reply.Header("X-Long", "y".repeat(200_000)),
          new Reply.Header("no colon at all\r\nX", "z"));

  private static final List<String> LENGTHS =
      List.of("0", "1", "-1", "9223372036854775807", "99999999999999999999", "x", "");

  /** What a mutation changes. */
  public enum Kind {
    /** Sets the value of a key that the client reads. */
    FIELD,
    /** Sets any value of the JSON. */
    VALUE,
    /** Removes a key that the client reads. */
    REMOVE,
    /** Writes a key twice. */
    DUPLICATE_KEY,
    /** Repeats an element of an array. */
    DUPLICATE_ELEMENT,
    /** Removes an element of an array. */
    DROP_ELEMENT,
    /** Exchanges two elements of an array. */
    SWAP_ELEMENTS,
    /** Replaces an item by an error object. */
    ERROR_ITEM,
    /** Replaces the whole response by a single error object. */
    ERROR_OBJECT,
    /** Replaces the number of the head. */
    HEAD,
    /** Changes the hash of block 0. */
    GENESIS,
    /** Cuts the text. */
    TRUNCATE,
    /** Changes a byte. */
    BYTE,
    /** Inserts bytes: deep nesting, a huge number, invalid UTF-8. */
    INSERT,
    /** Sends the body of the response before. */
    REPLAY,
    STATUS,
    HEADER,
    MANY_HEADERS,
    CONTENT_LENGTH,
    /** Compresses the body, with or without the header. */
    GZIP,
    TRANSMISSION
  }

  void applyTo(Reply reply, byte[] previous) {
    switch (kind) {
      case FIELD, REMOVE -> edit(reply, this::field);
      case VALUE -> edit(reply, this::value);
      case DUPLICATE_ELEMENT, DROP_ELEMENT, SWAP_ELEMENTS -> edit(reply, this::elements);
      case ERROR_ITEM -> edit(reply, this::errorItem);
      case ERROR_OBJECT ->
          reply.text(
              NODES
                  .objectNode()
                  .put("jsonrpc", "2.0")
                  .putNull("id")
                  .<ObjectNode>set("error", pick(ERRORS, value))
                  .toString());
      case HEAD -> edit(reply, this::head);
      case DUPLICATE_KEY -> duplicateKey(reply);
      case TRUNCATE -> reply.body = Arrays.copyOf(reply.body, index(place, reply.body.length));
      case BYTE -> {
        if (reply.body.length > 0) {
          reply.body = reply.body.clone();
          reply.body[index(place, reply.body.length)] = (byte) value;
        }
      }
      case INSERT -> insert(reply);
      case GENESIS -> edit(reply, this::genesis);
      case REPLAY -> reply.body = previous;
      case STATUS -> reply.status = STATUSES[index(value, STATUSES.length)];
      case HEADER -> {
        Reply.Header header = pick(HEADERS, value);
        reply.header(header.name(), header.value());
      }
      case MANY_HEADERS -> {
        for (int i = 0; i < 5_000; i++) {
          reply.headers.add(new Reply.Header("X-" + i, "v"));
        }
      }
      case CONTENT_LENGTH -> reply.contentLength = pick(LENGTHS, value);
      case GZIP -> {
        reply.body = gzipped(reply.body);
        if (value % 2 == 0) {
          reply.header("Content-Encoding", "gzip");
        }
      }
      case TRANSMISSION -> reply.transmission = pick(List.of(Reply.Transmission.values()), value);
    }
  }

  private interface Edit {
    void apply(JsonNode root);
  }

  /** Changes the body if it is JSON. */
  private static void edit(Reply reply, Edit edit) {
    try {
      JsonNode root = JSON.readTree(reply.body);
      edit.apply(root);
      reply.body = JSON.writeValueAsBytes(root);
    } catch (IOException e) {
      // An earlier mutation has broken the text.
    }
  }

  private void field(JsonNode root) {
    String key = pick(KEYS, place % KEYS.size());
    List<JsonNode> parents = root.findParents(key);
    if (parents.isEmpty()) {
      return;
    }
    ObjectNode parent = (ObjectNode) pick(parents, place / KEYS.size());
    if (kind == Kind.REMOVE) {
      parent.remove(key);
    } else {
      parent.set(key, replacement(parent.get(key)));
    }
  }

  private void value(JsonNode root) {
    List<ObjectNode> objects = new ArrayList<>();
    collect(root, objects);
    if (objects.isEmpty()) {
      return;
    }
    ObjectNode object = pick(objects, place);
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    if (!keys.isEmpty()) {
      String key = pick(keys, value / 7);
      object.set(key, replacement(object.get(key)));
    }
  }

  private JsonNode replacement(JsonNode old) {
    return switch (index(value, 8)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(true);
      case 2 -> NODES.numberNode(value * 1_000_003L);
      case 3 -> NODES.arrayNode().add(old);
      case 4 -> NODES.objectNode().set("value", old);
      case 5 -> NODES.textNode(flipped(old.asText()));
      default -> NODES.textNode(pick(STRINGS, value / 8));
    };
  }

  /** Changes one hexadecimal digit. */
  private String flipped(String text) {
    if (text.isEmpty()) {
      return "0";
    }
    int at = index(value / 8, text.length());
    return text.substring(0, at) + Integer.toHexString(index(value, 16)) + text.substring(at + 1);
  }

  private void elements(JsonNode root) {
    List<ArrayNode> arrays = new ArrayList<>();
    if (root instanceof ArrayNode array) {
      arrays.add(array);
    }
    root.findValues("transactions").stream()
        .filter(ArrayNode.class::isInstance)
        .map(ArrayNode.class::cast)
        .forEach(arrays::add);
    arrays.removeIf(ArrayNode::isEmpty);
    if (arrays.isEmpty()) {
      return;
    }
    ArrayNode array = pick(arrays, place % 2 == 0 ? 0 : place / 2);
    int at = index(value, array.size());
    int other = index(value / 31, array.size());
    switch (kind) {
      case DUPLICATE_ELEMENT -> array.insert(other, array.get(at).deepCopy());
      case DROP_ELEMENT -> array.remove(at);
      default -> {
        JsonNode first = array.get(at);
        array.set(at, array.get(other));
        array.set(other, first);
      }
    }
  }

  private void errorItem(JsonNode root) {
    JsonNode item = root.isArray() && !root.isEmpty() ? root.get(index(place, root.size())) : root;
    if (item instanceof ObjectNode object) {
      object.remove("result");
      object.set("error", pick(ERRORS, value).deepCopy());
    }
  }

  /** Changes the answer to a question for the head, which is never in a batch of blocks. */
  private void head(JsonNode root) {
    if (!(root instanceof ObjectNode object)) {
      return;
    }
    String number = pick(STRINGS, value);
    if (object.path("result") instanceof ObjectNode block) {
      block.put("number", number);
    } else if (object.path("result").isTextual()) {
      object.put("result", number);
    }
  }

  private void genesis(JsonNode root) {
    for (JsonNode block : root.findParents("parentHash")) {
      if (block.path("number").asText().equals("0x0")) {
        ((ObjectNode) block).put("hash", "0x" + String.format("%064x", value + 1L));
      }
    }
  }

  private void duplicateKey(Reply reply) {
    String key = pick(KEYS, place % KEYS.size());
    String text = reply.text();
    String quoted = "\"" + key + "\":";
    int at = text.indexOf(quoted, index(place / KEYS.size(), Math.max(1, text.length())));
    if (at >= 0) {
      String twin = quoted + (value % 2 == 0 ? "null," : "\"" + pick(STRINGS, value / 2) + "\",");
      reply.text(text.substring(0, at) + twin + text.substring(at));
    }
  }

  private void insert(Reply reply) {
    byte[] inserted =
        switch (index(value, 6)) {
          case 0 -> "[".repeat(200_000).getBytes(UTF_8);
          case 1 -> "{\"a\":".repeat(50_000).getBytes(UTF_8);
          case 2 -> "9".repeat(300_000).getBytes(UTF_8);
          case 3 -> new byte[] {(byte) 0xc3, (byte) 0x28, (byte) 0xff};
          case 4 -> "\ufeff".getBytes(UTF_8);
          default -> new byte[] {0, 0, 0, 0};
        };
    int at = index(place, reply.body.length + 1);
    byte[] body = new byte[reply.body.length + inserted.length];
    System.arraycopy(reply.body, 0, body, 0, at);
    System.arraycopy(inserted, 0, body, at, inserted.length);
    System.arraycopy(reply.body, at, body, at + inserted.length, reply.body.length - at);
    reply.body = body;
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
    }
    node.forEach(child -> collect(child, objects));
  }

  private static byte[] gzipped(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static JsonNode error(int code, String message) {
    return NODES.objectNode().put("code", code).put("message", message);
  }

  private static <T> T pick(List<T> list, int selector) {
    return list.get(index(selector, list.size()));
  }

  private static int index(int selector, int size) {
    return size == 0 ? 0 : Math.floorMod(selector, size);
  }
}
