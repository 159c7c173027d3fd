package network.rei.dau.http.stats;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.conditional;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.onSuccess;
import static network.rei.dau.http.directive.JsonDirectives.completeJson;
import static network.rei.dau.http.directive.ResourceDirectives.resource;
import static network.rei.dau.http.directive.ResourceDirectives.segments;

import akka.NotUsed;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.http.ActorClient;
import network.rei.dau.http.directive.CacheValidator;
import network.rei.dau.http.directive.GzipEncoding;
import network.rei.dau.http.directive.Responses;
import network.rei.dau.http.memory.BodyMemory;
import network.rei.dau.http.memory.ResponseMemory;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.parameter.TimeParameters;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.answer.AnswerKind;
import network.rei.dau.stats.answer.RecordListing;

/** The routes that the Node.js version had, and {@code /api/stats/records}. */
public final class StatsRoutes {

  /** The paths of these routes, as the OpenAPI description writes them. */
  public static final List<String> PATHS =
      List.of(
          "/", "/api/stats/24h", "/api/stats/7days", "/api/stats/history", "/api/stats/records");

  private static final Duration DAY = Duration.ofDays(1);

  /** The parts of a list that are rendered and not sent: about 12 KB each. */
  private static final int LIST_BYTES = 32 * 1024;

  /** The memory of a compressor, outside of the heap. */
  private static final int GZIP_BYTES = 256 * 1024;

  private final ActorClient actors;
  private final ResponseMemory memory;
  private final boolean countsNonces;
  private final PreparedResponses responses = new PreparedResponses();

  /**
   * @param memory limits the lists that are being sent
   * @param countsNonces whether the nonces of the chain count transactions
   */
  public StatsRoutes(ActorClient actors, ResponseMemory memory, boolean countsNonces) {
    this.countsNonces = countsNonces;
    this.actors = actors;
    this.memory = memory;
  }

  /** Returns the routes below {@code /api/stats}. */
  public Route route() {
    return segments(
        Map.of(
            "24h", prepared(AnswerKind.LAST_24_HOURS),
            "7days", prepared(AnswerKind.LAST_7_DAYS),
            "history", listing(this::history),
            "records", listing(this::recent)));
  }

  /**
   * Rejects the parameters of times, which these routes do not have; most requests have no query.
   */
  private static void requireTimesAsTheyAre(HttpRequest request) {
    if (request.getUri().rawQueryString().isPresent()) {
      TimeParameters.requireIsoInUtc(
          Parameters.of(request), "/api/stats keeps its shape; /api/v1 has other times");
    }
  }

  /** Returns the route of {@code /}, which lists the others. */
  public static Route service() {
    return get(() -> completeJson(ServiceView.current(), RawHeader.create("Vary", "Accept")));
  }

  /** Answers with the bytes that the store prepared when the data changed. */
  private Route prepared(AnswerKind kind) {
    return resource(
        () ->
            extractRequest(
                request -> {
                  requireTimesAsTheyAre(request);
                  return onSuccess(
                      actors.answer(kind),
                      answer ->
                          complete(
                              responses.of(kind, answer.body(), GzipEncoding.isAccepted(request))));
                }));
  }

  /** Answers with records that are rendered while they are sent, or 503 if too many are. */
  private Route listing(BiFunction<Snapshot, ListQuery, RecordListing> select) {
    return resource(
        () ->
            extractRequest(
                request -> {
                  requireTimesAsTheyAre(request);
                  ListQuery query = ListQuery.of(request);
                  return onSuccess(
                      actors.snapshot(),
                      data ->
                          conditional(
                              new CacheValidator(data).entityTag("json"),
                              () ->
                                  // nothing is counted if the client has the response
                                  extractRequest(
                                      modified ->
                                          complete(
                                              streamed(select.apply(data, query), modified)))));
                }));
  }

  private RecordListing history(Snapshot data, ListQuery query) {
    List<LedgerRecord> all = data.ledger().records();
    return RecordListing.history(query.pageOf(all), all.size(), query.addresses(), countsNonces);
  }

  private RecordListing recent(Snapshot data, ListQuery query) {
    return RecordListing.recent(
        data.ledger().recordsOfLast(DAY),
        data.ledger().records().size(),
        query.addresses(),
        countsNonces);
  }

  private HttpResponse streamed(RecordListing listing, HttpRequest request) {
    int bytes = GzipEncoding.isAccepted(request) ? LIST_BYTES + GZIP_BYTES : LIST_BYTES;
    Runnable end = memory.reserve(ResponseMemory.Kind.LISTS, bytes);
    Source<ByteString, NotUsed> parts =
        Source.fromIterator(listing::iterator).map(ByteString::fromArrayUnsafe);
    return GzipEncoding.streamed(
        Responses.streamed(HttpEntities.create(Responses.JSON, BodyMemory.released(parts, end))),
        request);
  }
}
