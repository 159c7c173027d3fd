package network.rei.dau.json;

import com.fasterxml.jackson.core.JsonGenerator;
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
import network.rei.dau.activity.block.Address;

/**
 * How views become bytes: UTF-8, keys in the order of the view's components, times in ISO 8601
 * (UTC, three decimals always, as JavaScript's {@code toISOString}).
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

  /** How times, dates and addresses are written. */
  public static SimpleModule values() {
    return new SimpleModule()
        .addSerializer(Instant.class, new TimeSerializer())
        .addSerializer(LocalDate.class, ToStringSerializer.instance)
        .addSerializer(Address.class, ToStringSerializer.instance);
  }

  public static byte[] bytes(Object view) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    write(view, bytes);
    return bytes.toByteArray();
  }

  /** Appends a view to what is gathered in memory. */
  static void write(Object view, ByteArrayOutputStream out) {
    try {
      MAPPER.writeValue(out, view);
    } catch (IOException e) {
      throw new IllegalStateException("a view cannot be written: " + view.getClass(), e);
    }
  }

  /** Writes a view over several lines, for people; the stream stays open. */
  public static void writePretty(Object view, OutputStream out) throws IOException {
    MAPPER.writerWithDefaultPrettyPrinter().writeValue(out, view);
  }
}
