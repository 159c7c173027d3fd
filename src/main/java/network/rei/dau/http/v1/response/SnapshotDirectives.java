package network.rei.dau.http.v1.response;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.conditional;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.onSuccess;
import static akka.http.javadsl.server.Directives.respondWithHeaders;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.RecordCache;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.http.ActorClient;
import network.rei.dau.http.directive.CacheValidator;
import network.rei.dau.http.directive.GzipEncoding;
import network.rei.dau.http.memory.BodyMemory;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.parameter.TimeParameters;
import network.rei.dau.json.Gzip;
import network.rei.dau.json.Json;
import network.rei.dau.json.TimeFormat;
import network.rei.dau.label.Labels;
import network.rei.dau.stats.Snapshot;

/**
 * Directives that complete a request with a view of the current snapshot of the store.
 *
 * <p>The parameters are validated first, so that an invalid one is reported whatever the data is. A
 * client whose {@code If-None-Match} has the current entity tag receives 304, and nothing is
 * computed. Other responses are computed on the {@link ComputePool}, once for each version of the
 * data.
 */
public final class SnapshotDirectives {

  /** The validated parameters of a request. */
  @FunctionalInterface
  public interface Query {

    /** Computes the result; called on the {@link ComputePool}. */
    Result run(Ledger ledger);
  }

  /**
   * The result of a query.
   *
   * @param view the JSON response
   * @param rowType the record whose components are the columns of the CSV response
   * @param rows the response as CSV and as JSON Lines
   * @param headers such as the links to other pages
   * @param columns of rows that are maps; empty if the components of {@code rowType} are the
   *     columns
   * @param range that the rows are about, for the name of a file; empty if there is none
   */
  public record Result(
      Object view,
      Class<?> rowType,
      List<?> rows,
      List<HttpHeader> headers,
      Optional<Window> range,
      List<String> columns) {

    /** Creates the result of a table without a range. */
    public Result(Object view, Class<?> rowType, List<?> rows, List<HttpHeader> headers) {
      this(view, rowType, rows, headers, Optional.empty(), List.of());
    }

    /**
     * Returns the result of a table whose columns depend on the request.
     *
     * @param rows values by column
     */
    public static Result of(Object view, List<String> columns, List<Map<String, Object>> rows) {
      return new Result(view, Map.class, rows, List.of(), Optional.empty(), columns);
    }

    /** Returns the same result about a window, if it has blocks. */
    public Result over(WindowActivity activity) {
      return activity.span().isEmpty() ? this : over(activity.window());
    }

    /** Returns the same result about the time from the first to the last of some periods. */
    public Result over(List<PeriodActivity> periods) {
      return overTimes(periods.stream().map(PeriodActivity::window).toList());
    }

    /** Returns the same result about the time from the earliest to the latest of some times. */
    public Result overTimes(List<TimeWindow> times) {
      return times.isEmpty()
          ? this
          : over(
              new TimeWindow(
                  times.stream().mapToLong(TimeWindow::from).min().orElseThrow(),
                  times.stream().mapToLong(TimeWindow::to).max().orElseThrow()));
    }

    private Result over(Window window) {
      return new Result(view, rowType, rows, headers, Optional.of(window), columns);
    }

    /** Returns the result of a resource that is available as JSON only. */
    public static Result of(Object view) {
      return new Result(view, Object.class, List.of(), List.of());
    }
  }

  /** The validated parameters of a request for a document that is not a view. */
  @FunctionalInterface
  public interface Rendering {

    /** Returns the bytes of the document; called on the {@link ComputePool}. */
    byte[] render(Ledger ledger);
  }

  /** A body that is not compressed yet. */
  @SuppressWarnings("ArrayRecordComponent") // bodies are not compared
  private record Body(byte[] bytes, List<HttpHeader> headers) {}

  private static final HttpHeader GZIP = RawHeader.create("Content-Encoding", "gzip");

  /** Smaller bodies are not compressed. */
  private static final int MIN_GZIP_BYTES = 1024;

  private final ActorClient actors;
  private final ComputePool computePool;
  private final ResponseCache cache;
  private final RecordCache records;
  private final BodyMemory bodies;
  private final Supplier<Labels> labels;
  private final String rulesVersion;
  private final Clock clock;
  private final Duration staleAfter;

  /**
   * Creates the directives.
   *
   * @param records keeps what queries derive from single records, over all versions of the data
   * @param rulesVersion of the rules of filters, which is the same for all responses
   * @param staleAfter age of the last block from which on {@code Data-Stale} is true
   */
  public SnapshotDirectives(
      ActorClient actors,
      ComputePool computePool,
      ResponseCache cache,
      RecordCache records,
      BodyMemory bodies,
      Supplier<Labels> labels,
      String rulesVersion,
      Clock clock,
      Duration staleAfter) {
    this.actors = actors;
    this.computePool = computePool;
    this.cache = cache;
    this.records = records;
    this.bodies = bodies;
    this.labels = labels;
    this.rulesVersion = rulesVersion;
    this.clock = clock;
    this.staleAfter = staleAfter;
  }

  /**
   * Completes the request with JSON.
   *
   * @param parse reads the parameters of the request; throws an {@link
   *     network.rei.dau.http.parameter.InvalidParameterException} if one is invalid
   */
  public Route completeJson(Function<Parameters, Query> parse) {
    return complete(
        SnapshotDirectives::json, () -> Labels.NONE, (parameters, none) -> parse.apply(parameters));
  }

  /**
   * Completes the request with JSON that depends on labels.
   *
   * @param parse as for {@link #completeJson}; receives the newest labels
   */
  public Route completeLabelledJson(BiFunction<Parameters, Labels, Query> parse) {
    return complete(SnapshotDirectives::json, labels, parse);
  }

  /**
   * Completes the request with JSON or, if the client prefers them, with the rows as CSV or JSON
   * Lines.
   *
   * @param parse reads the parameters of the request; throws an {@link
   *     network.rei.dau.http.parameter.InvalidParameterException} if one is invalid
   */
  public Route completeTable(Function<Parameters, Query> parse) {
    return complete(Format::of, () -> Labels.NONE, (parameters, none) -> parse.apply(parameters));
  }

  /**
   * Completes the request with a table that depends on labels.
   *
   * @param parse as for {@link #completeTable}; receives the newest labels
   */
  public Route completeLabelledTable(BiFunction<Parameters, Labels, Query> parse) {
    return complete(Format::of, labels, parse);
  }

  /**
   * Completes the request with a document in its only format.
   *
   * @param parse as for {@link #completeJson}
   */
  public Route completeRendered(Format format, Function<Parameters, Rendering> parse) {
    return extractRequest(
        request -> {
          Parameters parameters = Parameters.of(request);
          Rendering rendering = parse.apply(parameters);
          return complete(
              format,
              format.key() + TimeParameters.zoneTag(parameters.zone()),
              (ledger, key) -> new Body(rendering.render(ledger), List.of()),
              parameters,
              "");
        });
  }

  private static Format json(HttpRequest request, Parameters parameters) {
    Format.requireJson(parameters);
    return Format.JSON;
  }

  private Route complete(
      BiFunction<HttpRequest, Parameters, Format> formatOf,
      Supplier<Labels> usedLabels,
      BiFunction<Parameters, Labels, Query> parse) {
    return extractRequest(
        request -> {
          Parameters parameters = Parameters.of(request);
          Format format = formatOf.apply(request, parameters);
          TimeParameters times = TimeParameters.of(parameters);
          Labels newest = usedLabels.get();
          Query query = parse.apply(parameters, newest);
          return complete(
              format,
              format.key() + times.tag(),
              (ledger, key) -> body(query.run(ledger), key, times),
              parameters,
              newest.version());
        });
  }

  /**
   * @param variant the part of the entity tag that tells the responses over the same data apart
   * @param labelsVersion of the labels that the response depends on; empty for none
   */
  private Route complete(
      Format format,
      String variant,
      BiFunction<Ledger, ResponseCache.Key, Body> compute,
      Parameters parameters,
      String labelsVersion) {
    return onSuccess(
        actors.snapshot(),
        snapshot -> {
          CacheValidator validator = new CacheValidator(snapshot);
          return respondWithHeaders(
              validator.headers(clock.instant(), staleAfter),
              () ->
                  conditional(
                      validator.entityTag(variant, rulesVersion + labelsVersion),
                      () ->
                          // the future is created only if the client does not have the response
                          extractRequest(
                              modified ->
                                  completeWithFuture(
                                      response(
                                          snapshot,
                                          validator,
                                          key(modified, parameters, labelsVersion, format),
                                          compute)))));
        });
  }

  private static ResponseCache.Key key(
      HttpRequest request, Parameters parameters, String labelsVersion, Format format) {
    return new ResponseCache.Key(
        request.getUri().path(),
        parameters.read(),
        labelsVersion,
        format,
        format.isCompressible() && GzipEncoding.isAccepted(request));
  }

  private CompletionStage<HttpResponse> response(
      Snapshot snapshot,
      CacheValidator validator,
      ResponseCache.Key key,
      BiFunction<Ledger, ResponseCache.Key, Body> compute) {
    return cache
        .get(
            snapshot.version(),
            validator.state(),
            key,
            () ->
                computePool.submit(
                    () -> response(compute.apply(snapshot.ledger().with(records), key), key)))
        .thenApply(bodies::counted);
  }

  private static Body body(Result result, ResponseCache.Key key, TimeParameters times) {
    TimeFormat format = times.format();
    if (key.format() == Format.JSON) {
      return new Body(Json.bytes(result.view(), format), result.headers());
    }
    List<HttpHeader> headers = new ArrayList<>(result.headers());
    headers.add(FileName.header(key, result.range(), times.zone()));
    return new Body(
        key.format() == Format.JSONL ? Json.lines(result.rows(), format) : csv(result, format),
        headers);
  }

  private static byte[] csv(Result result, TimeFormat times) {
    return result.columns().isEmpty()
        ? Csv.bytes(result.rowType(), result.rows(), times)
        : Csv.bytes(result.columns(), result.rows(), times);
  }

  private static HttpResponse response(Body body, ResponseCache.Key key) {
    byte[] bytes = body.bytes();
    boolean gzip = key.gzip() && bytes.length >= MIN_GZIP_BYTES;
    HttpResponse response =
        HttpResponse.create()
            .addHeaders(body.headers())
            .withEntity(
                HttpEntities.create(
                    key.format().contentType(),
                    ByteString.fromArrayUnsafe(gzip ? Gzip.bytes(bytes) : bytes)));
    return gzip ? response.addHeader(GZIP) : response;
  }
}
