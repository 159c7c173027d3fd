package network.rei.dau.http.admin;

import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.function.Function;
import akka.stream.Materializer;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.rei.dau.http.ActorClient;
import network.rei.dau.http.CommonHeaders;
import network.rei.dau.http.Parameters;
import network.rei.dau.http.PathPattern;
import network.rei.dau.http.Problems;
import network.rei.dau.http.Responses;
import network.rei.dau.http.v1.status.StatusReport;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.maintenance.Operation;
import network.rei.dau.maintenance.OperationKind;
import network.rei.dau.maintenance.Operations;

/**
 * Operations by hand, for who has the token: everything under {@code /api/admin}. A POST begins one
 * and is answered at once; what becomes of it is asked for at the place that the answer names. No
 * page of another origin may do or read any of it.
 */
public final class AdminRoutes implements Function<HttpRequest, CompletionStage<HttpResponse>> {

  private static final long serialVersionUID = 1L;

  private static final String ROOT = "/api/admin";
  private static final PathPattern ALL = new PathPattern(ROOT + "/operations");
  private static final PathPattern ONE = new PathPattern(ROOT + "/operations/{id}");
  private static final PathPattern BEGIN = new PathPattern(ROOT + "/{operation}");

  private final transient AdminToken token;
  private final transient Operations operations;
  private final transient ActorClient asks;
  private final transient Clock clock;
  private final transient Materializer materializer;
  private final transient Function<HttpRequest, CompletionStage<HttpResponse>> next;

  /**
   * @param next takes all other requests
   */
  public AdminRoutes(
      AdminToken token,
      Operations operations,
      ActorClient asks,
      Clock clock,
      Materializer materializer,
      Function<HttpRequest, CompletionStage<HttpResponse>> next) {
    this.token = token;
    this.operations = operations;
    this.asks = asks;
    this.clock = clock;
    this.materializer = materializer;
    this.next = next;
  }

  /** The paths that are answered, as the API's description writes them. */
  public static List<PathPattern> paths() {
    return Stream.concat(
            Stream.of(ALL, ONE),
            Stream.of(OperationKind.values())
                .map(kind -> new PathPattern(ROOT + "/" + kind.word())))
        .toList();
  }

  @Override
  public CompletionStage<HttpResponse> apply(HttpRequest request) throws Exception {
    String path = request.getUri().path().toLowerCase(Locale.ROOT);
    return path.equals(ROOT) || path.startsWith(ROOT + "/")
        ? answer(request).exceptionally(Problems::response).thenApply(AdminRoutes::closed)
        : next.apply(request);
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) {
    request.discardEntityBytes(materializer);
    if (!token.isIn(request)) {
      return now(Problems.unauthorized());
    }
    try {
      String path = request.getUri().path();
      Optional<Map<String, String>> one = ONE.match(path);
      if (ALL.match(path).isPresent()) {
        return read(request, this::all);
      } else if (one.isPresent()) {
        return read(request, () -> one(one.get().get("id")));
      }
      return BEGIN
          .match(path)
          .flatMap(parts -> OperationKind.of(parts.get("operation")))
          .map(kind -> begin(kind, request))
          .orElseGet(() -> now(Problems.operationNotFound(words())));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static List<String> words() {
    return Stream.of(OperationKind.values()).map(OperationKind::word).toList();
  }

  private static CompletionStage<HttpResponse> read(
      HttpRequest request, java.util.function.Supplier<CompletionStage<HttpResponse>> answer) {
    boolean isRead =
        request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.HEAD);
    return isRead
        ? answer.get()
        : now(Problems.methodNotAllowed(request.method().value(), "GET, HEAD"));
  }

  private CompletionStage<HttpResponse> begin(OperationKind kind, HttpRequest request) {
    if (!request.method().equals(HttpMethods.POST)) {
      return now(Problems.methodNotAllowed(request.method().value(), "POST"));
    }
    if (!request.entity().isKnownEmpty()) {
      return now(Problems.bodyNotAllowed());
    }
    Parameters parameters = Parameters.of(request);
    return operations
        .begin(kind, parameters.query(), AdminRequests.work(kind, parameters))
        .thenCompose(
            begun ->
                view(begun.operation())
                    .thenApply(view -> begun.taken() ? accepted(view) : Problems.conflict(view)));
  }

  private static HttpResponse accepted(OperationView view) {
    return Responses.ok(view.json())
        .withStatus(StatusCodes.ACCEPTED)
        .addHeader(RawHeader.create("Location", "operations/" + view.id()));
  }

  private CompletionStage<HttpResponse> one(String id) {
    return operations
        .find(id)
        .thenCompose(
            found ->
                found
                    .map(this::view)
                    .map(view -> view.thenApply(known -> Responses.ok(known.json())))
                    .orElseGet(() -> now(Problems.notFound())));
  }

  private CompletionStage<HttpResponse> all() {
    return operations
        .recent()
        .thenApply(
            recent ->
                new OperationsView(
                    recent.stream()
                        .map(operation -> view(operation, Optional.empty()))
                        .collect(Collectors.toList())))
        .thenApply(view -> Responses.ok(view.json()));
  }

  /** With how far the run is, if it is one that is under way. */
  private CompletionStage<OperationView> view(Operation operation) {
    return operation.kind().isRun() && operation.isRunning()
        ? asks.status().handle((status, failure) -> view(operation, Optional.ofNullable(status)))
        : CompletableFuture.completedFuture(view(operation, Optional.empty()));
  }

  private OperationView view(Operation operation, Optional<IngestStatus> ingest) {
    Optional<Operation.End> end = operation.ended();
    Optional<String> error = end.flatMap(ended -> ended.outcome().error());
    return new OperationView(
        operation.id(),
        operation.kind().word(),
        new TreeMap<>(operation.parameters()),
        operation.isRunning() ? "running" : error.isPresent() ? "failed" : "done",
        operation.started(),
        end.map(Operation.End::at).orElse(null),
        ingest
            .flatMap(IngestStatus::progress)
            .map(progress -> StatusReport.view(progress, clock.instant()))
            .orElse(null),
        ingest.map(IngestStatus::problems).orElse(List.of()),
        end.flatMap(ended -> ended.outcome().result()).orElse(null),
        error.orElse(null));
  }

  private static CompletionStage<HttpResponse> now(HttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }

  /** Kept by nobody, read by no other origin. */
  private static HttpResponse closed(HttpResponse response) {
    HttpResponse safe = CommonHeaders.safe(response);
    return safe.getHeader("Cache-Control").isPresent()
        ? safe
        : safe.addHeader(RawHeader.create("Cache-Control", "no-store"));
  }
}
