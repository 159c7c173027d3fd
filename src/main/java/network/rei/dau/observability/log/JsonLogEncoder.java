package network.rei.dau.observability.log;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import network.rei.dau.observability.trace.TraceContext;

/**
 * Writes a log event as one line of JSON, as Logback's encoder does, but without what makes lines
 * hard to read: slashes are not escaped, and {@code mdc} contains only what the service puts there.
 * Logback creates it, by its name in {@code logback-json.xml}.
 */
public final class JsonLogEncoder extends JsonEncoder {

  private static final List<String> TRACE = List.of(TraceContext.TRACE_ID, TraceContext.SPAN_ID);

  /** Called by Logback. */
  public JsonLogEncoder() {}

  @Override
  public byte[] encode(ILoggingEvent event) {
    // JSON does not require that a slash is escaped. Logback escapes each slash and each backslash,
    // so
    // a backslash before a slash is always the escape of this slash.
    return new String(super.encode(event), StandardCharsets.UTF_8)
        .replace("\\/", "/")
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes the ids of the trace beside {@code mdc}, where programs that join both look for them.
   */
  @Override
  protected void appendMDC(StringBuilder line, ILoggingEvent event) {
    Map<String, String> mdc = event.getMDCPropertyMap();
    for (String id : TRACE) {
      if (mdc.containsKey(id)) {
        line.append(',').append(quoted(id)).append(':').append(quoted(mdc.get(id)));
      }
    }
    line.append(
        mdc.entrySet().stream()
            .filter(entry -> !isOfAkka(entry.getKey()) && !TRACE.contains(entry.getKey()))
            .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
            .collect(Collectors.joining(",", ",\"mdc\":{", "}")));
  }

  private static String quoted(String text) {
    return QUOTE + JsonEscapeUtil.jsonEscapeString(text) + QUOTE;
  }

  /**
   * Akka adds the address and the path of the actor, its system, thread and time to every event.
   */
  private static boolean isOfAkka(String key) {
    return key.startsWith("akka") || key.startsWith("source");
  }
}
