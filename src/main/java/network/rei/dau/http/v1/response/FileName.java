package network.rei.dau.http.v1.response;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.headers.RawHeader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;

/**
 * Names the file of a table that a client downloads, by the resource, its parameters and the time
 * of its rows: {@code series-senders-day_2026-11-22_2026-11-23.csv}.
 */
final class FileName {

  /** The parameters that the range or the extension shows, or that do not concern the rows. */
  private static final Set<String> LEFT_OUT =
      Set.of("from", "to", "fromBlock", "toBlock", "limit", "offset", "format");

  private static final int MAX_LENGTH = 150;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssXX");

  private FileName() {}

  /**
   * Returns the header {@code Content-Disposition}.
   *
   * @param zone of the dates and times in the name
   */
  static HttpHeader header(ResponseCache.Key key, Optional<Window> range, ZoneId zone) {
    return RawHeader.create(
        "Content-Disposition",
        "attachment; filename=\"%s.%s\"".formatted(name(key, range, zone), key.format().key()));
  }

  private static String name(ResponseCache.Key key, Optional<Window> range, ZoneId zone) {
    List<String> words = new ArrayList<>();
    for (String encoded : key.path().split("/", -1)) {
      String segment = decoded(encoded).toLowerCase(Locale.ROOT);
      if (!segment.isEmpty() && !segment.equals("api") && !segment.equals("v1")) {
        words.add(segment);
      }
    }
    key.parameters().entrySet().stream()
        .filter(parameter -> !LEFT_OUT.contains(parameter.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(parameter -> words.add(parameter.getValue()));
    String resource = String.join("-", words).replaceAll("[^A-Za-z0-9.-]+", "-");
    return resource.substring(0, Math.min(resource.length(), MAX_LENGTH))
        + range.map(window -> "_" + text(window, zone)).orElse("");
  }

  /** Decodes a segment of a path, in which a plus is no space. */
  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String text(Window window, ZoneId zone) {
    if (window instanceof BlockRange blocks) {
      return "blocks-%d-%d".formatted(blocks.first(), blocks.last());
    }
    TimeWindow time = (TimeWindow) window;
    ZonedDateTime from = Instant.ofEpochSecond(time.from()).atZone(zone);
    ZonedDateTime to = Instant.ofEpochSecond(time.to()).atZone(zone);
    if (isStartOfDay(from) && isStartOfDay(to)) {
      LocalDate first = from.toLocalDate();
      LocalDate last = to.toLocalDate().minusDays(1);
      return first.equals(last) ? first.toString() : first + "_" + last;
    }
    return TIME.format(from) + "_" + TIME.format(to);
  }

  private static boolean isStartOfDay(ZonedDateTime time) {
    return time.equals(time.toLocalDate().atStartOfDay(time.getZone()));
  }
}
