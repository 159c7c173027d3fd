package network.rei.dau.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import network.rei.dau.json.Json;

/** The form of the messages that a webhook receives. */
public enum MessageFormat {
  /** The whole event. */
  JSON {
    @Override
    Object body(JsonNode event) {
      return event;
    }
  },
  /** A message of an incoming webhook of Slack, and of services with the same form. */
  SLACK {
    @Override
    Object body(JsonNode event) {
      ObjectNode body = Json.mapper().createObjectNode();
      body.put("text", text(event).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
      return body;
    }
  },
  /** A message of a webhook of Discord, which notifies no one by name. */
  DISCORD {
    @Override
    Object body(JsonNode event) {
      ObjectNode body = Json.mapper().createObjectNode();
      String text = text(event);
      body.put(
          "content",
          text.length() <= MAX_DISCORD_TEXT ? text : text.substring(0, MAX_DISCORD_TEXT));
      body.putObject("allowed_mentions").putArray("parse");
      return body;
    }
  };

  private static final int MAX_DISCORD_TEXT = 2_000;

  /** Returns the body of a message about an event. */
  byte[] render(JsonNode event) {
    return Json.bytes(body(event));
  }

  abstract Object body(JsonNode event);

  private static String text(JsonNode event) {
    return event.path("text").asText();
  }

  static Optional<MessageFormat> of(String label) {
    return Arrays.stream(values()).filter(format -> format.label().equals(label)).findFirst();
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(MessageFormat::label).toList();
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
