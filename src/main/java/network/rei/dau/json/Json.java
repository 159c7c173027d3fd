package network.rei.dau.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import network.rei.dau.activity.block.Address;

/**
 * Renders views as JSON: in UTF-8, keys in the order of the record's components, times as a {@link
 * TimeFormat} writes them, {@link TimeFormat#ISO} by default.
 */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(values())
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .build();

  /** Writes times as the attribute {@link TimeFormat} of the writer says, and as ISO without it. */
  private static final class TimeSerializer extends StdSerializer<Instant> {

    private static final long serialVersionUID = 1L;

    TimeSerializer() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant time, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      TimeFormat chosen = (TimeFormat) provider.getAttribute(TimeFormat.class);
      (chosen == null ? TimeFormat.ISO : chosen).write(time, json);
    }
  }

  private Json() {}

  /** Returns the mapper of all JSON that the service publishes, for marshallers. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** Returns the module that serializes times, dates and addresses. */
  public static SimpleModule values() {
    return new SimpleModule()
        .addSerializer(Instant.class, new TimeSerializer())
        .addSerializer(LocalDate.class, ToStringSerializer.instance)
        .addSerializer(Address.class, ToStringSerializer.instance);
  }

  /** Returns a view as JSON in UTF-8. */
  public static byte[] bytes(Object view) {
    return bytes(MAPPER.writer(), view);
  }

  /** Returns a view as JSON in UTF-8, with its times in a format. */
  public static byte[] bytes(Object view, TimeFormat times) {
    return bytes(with(MAPPER.writer(), times), view);
  }

  private static byte[] bytes(ObjectWriter writer, Object view) {
    try {
      return writer.writeValueAsBytes(view);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A view cannot be rendered as JSON: " + view.getClass(), e);
    }
  }

  /** Returns the same writer of a mapper with {@link #values}, with times in a format. */
  public static ObjectWriter with(ObjectWriter writer, TimeFormat times) {
    return writer.withAttribute(TimeFormat.class, times);
  }

  /** Returns rows as JSON Lines in UTF-8: each row in a line, with a line feed at its end. */
  public static byte[] lines(List<?> rows, TimeFormat times) {
    ObjectWriter writer = with(MAPPER.writer(), times);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Object row : rows) {
      lines.writeBytes(bytes(writer, row));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  /** Writes a view as indented JSON; the stream stays open. */
  public static void writePretty(Object view, OutputStream out) throws IOException {
    MAPPER.writerWithDefaultPrettyPrinter().writeValue(out, view);
  }
}
