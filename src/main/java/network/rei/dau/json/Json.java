package network.rei.dau.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import network.rei.dau.activity.block.Address;

/**
 * Renders views as JSON: in UTF-8, keys in the order of the record's components, times in ISO 8601
 * (UTC, always with three decimals, like JavaScript's {@code toISOString}).
 */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(values())
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .build();

  private static final class TimeSerializer extends StdSerializer<Instant> {

    private static final DateTimeFormatter MILLISECONDS =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    TimeSerializer() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant time, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(MILLISECONDS.format(time));
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
    try {
      return MAPPER.writeValueAsBytes(view);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A view cannot be rendered as JSON: " + view.getClass(), e);
    }
  }

  /** Returns rows as JSON Lines in UTF-8: each row in a line, with a line feed at its end. */
  public static byte[] lines(List<?> rows) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Object row : rows) {
      lines.writeBytes(bytes(row));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  /** Writes a view as indented JSON; the stream stays open. */
  public static void writePretty(Object view, OutputStream out) throws IOException {
    MAPPER.writerWithDefaultPrettyPrinter().writeValue(out, view);
  }
}
