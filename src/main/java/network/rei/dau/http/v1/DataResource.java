package network.rei.dau.http.v1;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.Uri;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.ActorClient;
import network.rei.dau.http.GzipEncoding;
import network.rei.dau.http.Parameters;
import network.rei.dau.http.Responses;
import network.rei.dau.json.Gzip;
import network.rei.dau.stats.Snapshot;

/**
 * An answer over the data of the moment. Parameters are read first, so that a wrong one is told
 * whatever the data is; what the client has already is not computed; and what is computed is so on
 * threads of its own, once for each version of the data.
 */
public final class DataResource implements Resource {

  /** What the answers share. */
  public record Tools(
      ActorClient asks,
      ComputePool computing,
      ResponseCache answers,
      Clock clock,
      Duration staleAfter) {}

  /** What a request asks for, its parameters read and checked. */
  @FunctionalInterface
  public interface Query {
    Result answer(Ledger ledger);
  }

  /**
   * An answer, and what only its headers tell.
   *
   * @param links such as the next page
   */
  public record Result(ApiView view, List<HttpHeader> links) {
    public static Result of(ApiView view) {
      return new Result(view, List.of());
    }
  }

  private static final HttpResponse OK =
      HttpResponse.create().addHeader(RawHeader.create("Vary", "Accept, Accept-Encoding"));
  private static final HttpResponse NOT_MODIFIED = OK.withStatus(StatusCodes.NOT_MODIFIED);
  private static final HttpHeader GZIPPED = RawHeader.create("Content-Encoding", "gzip");
  private static final ContentType CSV =
      ContentTypes.create(MediaTypes.TEXT_CSV, HttpCharsets.UTF_8);
  private static final int WORTH_GZIP = 1024;

  private final Tools tools;
  private final boolean table;
  private final Function<Parameters, Query> read;

  private DataResource(Tools tools, boolean table, Function<Parameters, Query> read) {
    this.tools = tools;
    this.table = table;
    this.read = read;
  }

  /** JSON only. */
  public static Resource object(Tools tools, Function<Parameters, Query> read) {
    return new DataResource(tools, false, read);
  }

  /** JSON or CSV: every view that is answered is a {@link TableView}. */
  public static Resource table(Tools tools, Function<Parameters, Query> read) {
    return new DataResource(tools, true, read);
  }

  @Override
  public CompletionStage<HttpResponse> read(HttpRequest request, Parameters parameters) {
    Format format = format(request, parameters);
    Query query = read.apply(parameters);
    ResponseCache.Key key = key(request, format);
    return tools
        .asks()
        .snapshot()
        .thenCompose(
            data -> {
              CacheValidator state =
                  new CacheValidator(data, tools.staleAfter(), tools.clock().instant());
              return state.isKnownTo(request)
                  ? CompletableFuture.completedFuture(NOT_MODIFIED.addHeaders(state.headers()))
                  : answer(state, key, query)
                      .thenApply(answer -> answer.addHeaders(state.headers()));
            });
  }

  private static ResponseCache.Key key(HttpRequest request, Format format) {
    Uri uri = request.getUri();
    return new ResponseCache.Key(
        uri.path(), uri.rawQueryString().orElse(""), format, GzipEncoding.isAccepted(request));
  }

  /** The answer without what moves with the clock. */
  private CompletionStage<HttpResponse> answer(
      CacheValidator state, ResponseCache.Key key, Query query) {
    Snapshot data = state.data();
    return tools
        .answers()
        .get(
            data.version(),
            state.tag(),
            key,
            () ->
                tools
                    .computing()
                    .compute(
                        () -> rendered(query.answer(data.ledger()), key.format(), key.gzip())));
  }

  private Format format(HttpRequest request, Parameters parameters) {
    if (!table) {
      Format.onlyJson(parameters);
      return Format.JSON;
    }
    return Format.of(request, parameters);
  }

  private static HttpResponse rendered(Result result, Format format, boolean gzip) {
    byte[] body =
        format == Format.CSV ? ((TableView<?>) result.view()).csv() : result.view().json();
    boolean gzipped = gzip && body.length >= WORTH_GZIP;
    HttpResponse answer =
        OK.addHeaders(result.links())
            .withEntity(
                HttpEntities.create(
                    format == Format.CSV ? CSV : Responses.JSON,
                    ByteString.fromArrayUnsafe(gzipped ? Gzip.bytes(body) : body)));
    return gzipped ? answer.addHeader(GZIPPED) : answer;
  }
}
