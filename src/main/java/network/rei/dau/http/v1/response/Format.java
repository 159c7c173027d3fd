package network.rei.dau.http.v1.response;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaRange;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.Accept;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import network.rei.dau.http.directive.Responses;
import network.rei.dau.http.parameter.Parameters;

/** The format of a response body. */
public enum Format {
  JSON(Responses.JSON),
  CSV(ContentTypes.create(MediaTypes.TEXT_CSV, HttpCharsets.UTF_8)),

  /** A row in each line, as JSON. */
  JSONL(ContentTypes.create(MediaTypes.applicationBinary("x-ndjson", true))),
  SVG(ContentTypes.create(MediaTypes.IMAGE_SVG_XML)),
  PNG(ContentTypes.create(MediaTypes.IMAGE_PNG)),
  HTML(ContentTypes.TEXT_HTML_UTF8);

  private static final MediaType JSON_TYPE = MediaTypes.APPLICATION_JSON;
  private static final MediaType CSV_TYPE = MediaTypes.TEXT_CSV;
  private static final MediaType JSONL_TYPE = MediaTypes.applicationBinary("x-ndjson", true);
  private static final List<MediaType> TYPES = List.of(JSON_TYPE, CSV_TYPE, JSONL_TYPE);

  @SuppressWarnings("ImmutableEnumChecker") // Akka's content types are immutable
  private final ContentType contentType;

  Format(ContentType contentType) {
    this.contentType = contentType;
  }

  ContentType contentType() {
    return contentType;
  }

  /** Returns whether gzip makes bodies smaller. */
  boolean isCompressible() {
    return this != PNG;
  }

  /** Returns the value of {@code ?format=} that selects this format, where it can be selected. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the format that {@code ?format=} names; without it the one that the {@code Accept}
   * header names and weights above the others; otherwise JSON.
   */
  static Format of(HttpRequest request, Parameters parameters) {
    if (parameters.has("format")) {
      return valueOf(
          parameters
              .word("format", List.of("json", "csv", "jsonl"), "json")
              .toUpperCase(Locale.ROOT));
    }
    return request.getHeader(Accept.class).map(Format::preferred).orElse(JSON);
  }

  /** Rejects every {@code ?format=} other than JSON. The {@code Accept} header is ignored. */
  public static void requireJson(Parameters parameters) {
    parameters.word("format", List.of("json"), "json");
  }

  private static Format preferred(Accept accept) {
    float csv = weight(accept, range -> names(range, CSV_TYPE));
    float jsonl = weight(accept, range -> names(range, JSONL_TYPE));
    float json = weight(accept, range -> names(range, JSON_TYPE));
    float any = weight(accept, range -> range.matches(JSON_TYPE) && !names(range, JSON_TYPE));
    if (Math.max(csv, jsonl) <= json || Math.max(csv, jsonl) < any) {
      return JSON;
    }
    return csv >= jsonl ? CSV : JSONL;
  }

  /** Returns whether a range matches a type and no other one. */
  private static boolean names(MediaRange range, MediaType type) {
    return TYPES.stream().allMatch(other -> range.matches(other) == other.equals(type));
  }

  private static float weight(Accept accept, Predicate<MediaRange> matches) {
    float weight = 0;
    for (MediaRange range : accept.getMediaRanges()) {
      if (matches.test(range)) {
        weight = Math.max(weight, range.qValue());
      }
    }
    return weight;
  }
}
