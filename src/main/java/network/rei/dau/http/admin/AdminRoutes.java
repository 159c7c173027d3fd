package network.rei.dau.http.admin;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.delete;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.onSuccess;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.Directives.put;
import static akka.http.javadsl.server.Directives.rawPathPrefixTest;
import static akka.http.javadsl.server.Directives.reject;
import static akka.http.javadsl.server.Directives.respondWithDefaultHeader;
import static akka.http.javadsl.server.PathMatchers.pathEnd;
import static akka.http.javadsl.server.PathMatchers.segment;
import static akka.http.javadsl.server.PathMatchers.separateOnSlashes;
import static akka.http.javadsl.server.PathMatchers.slash;
import static network.rei.dau.http.directive.CommonHeaders.NO_STORE;
import static network.rei.dau.http.directive.JsonDirectives.completeJson;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.MethodRejection;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.javadsl.server.Route;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.rei.dau.http.ActorClient;
import network.rei.dau.http.directive.CommonHeaders;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.problem.ProblemHandlers;
import network.rei.dau.http.problem.Problems;
import network.rei.dau.http.v1.status.StatusReport;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.maintenance.Operation;
import network.rei.dau.maintenance.OperationExecutor;
import network.rei.dau.maintenance.OperationKind;
import network.rei.dau.maintenance.Operations;
import network.rei.dau.observability.log.LoggerLevels;

/**
 * The routes of maintenance operations, {@code /api/admin}, for clients that have the token. A POST
 * starts an operation and is answered at once; its {@code Location} reports the progress and the
 * result. The levels of loggers are resources that a PUT sets. Scripts of other origins can use
 * none of these routes.
 */
public final class AdminRoutes {

  /** The operations that are in progress and the last ones that ended, the newest first. */
  private record OperationsView(List<OperationView> operations) {}

  /** The loggers that have levels of their own. */
  private record LoggersView(List<LoggerLevels.LoggerLevel> loggers) {}

  private static final String ROOT = "/api/admin/";

  private final AdminToken token;
  private final Operations operations;
  private final ActorClient actors;
  private final Clock clock;

  public AdminRoutes(AdminToken token, Operations operations, ActorClient actors, Clock clock) {
    this.token = token;
    this.operations = operations;
    this.actors = actors;
    this.clock = clock;
  }

  /** Returns the paths of these routes, as the OpenAPI description writes them. */
  public static List<String> paths() {
    return Stream.concat(
            Stream.of("operations", "operations/{id}", "loggers", "loggers/{name}"),
            words().stream())
        .map(path -> ROOT + path)
        .toList();
  }

  /** Returns all routes; they answer every request whose path is below {@code /api/admin}. */
  public Route route() {
    Route routes =
        concat(
            path("operations", () -> get(this::recent)),
            path(segment("operations").slash(segment()), id -> get(() -> one(id))),
            path("loggers", () -> get(AdminRoutes::loggers)),
            path(segment("loggers").slash(segment()), AdminRoutes::logger),
            path(
                segment(),
                word ->
                    OperationKind.of(word)
                        .map(kind -> post(() -> extractRequest(request -> start(kind, request))))
                        .orElse(reject())));
    Route sealed = routes.seal(rejections(), ProblemHandlers.exceptions());
    Route answered = token.require(() -> sealed);
    Route closed =
        CommonHeaders.withSecurityHeaders(() -> respondWithDefaultHeader(NO_STORE, () -> answered));
    // whole segments only: pathPrefix alone would match /api/administrators
    Route atSegmentEnd = rawPathPrefixTest(slash().orElse(pathEnd()), () -> closed);
    return pathPrefix(separateOnSlashes("api/admin"), () -> atSegmentEnd);
  }

  private static List<String> words() {
    return Stream.of(OperationKind.values()).map(OperationKind::word).toList();
  }

  private static RejectionHandler rejections() {
    return RejectionHandler.newBuilder()
        .handleAll(
            MethodRejection.class,
            rejections -> {
              String allowed =
                  rejections.stream()
                      .map(rejection -> rejection.supported().value())
                      .map(supported -> supported.equals("GET") ? "GET, HEAD" : supported)
                      .distinct()
                      .collect(Collectors.joining(", "));
              return extractRequest(
                  request ->
                      complete(Problems.methodNotAllowed(request.method().value(), allowed)));
            })
        .handleNotFound(complete(Problems.operationNotFound(words())))
        .build();
  }

  private Route start(OperationKind kind, HttpRequest request) {
    if (!request.entity().isKnownEmpty()) {
      return complete(Problems.bodyNotAllowed());
    }
    Parameters parameters = Parameters.of(request);
    Function<OperationExecutor, CompletionStage<?>> work = AdminRequests.work(kind, parameters);
    return onSuccess(
        operations.begin(kind, parameters.query(), work),
        started ->
            onSuccess(
                view(started.operation()),
                view -> started.accepted() ? accepted(view) : complete(Problems.conflict(view))));
  }

  /** Returns the loggers that have levels of their own. */
  private static Route loggers() {
    return completeJson(new LoggersView(LoggerLevels.configured()));
  }

  private static Route logger(String name) {
    return LoggerLevels.isName(name)
        ? concat(
            get(() -> completeJson(LoggerLevels.of(name))),
            put(() -> extractRequest(request -> setLevel(name, request))),
            delete(() -> completeJson(LoggerLevels.reset(name))))
        : complete(Problems.notFound());
  }

  private static Route setLevel(String name, HttpRequest request) {
    if (!request.entity().isKnownEmpty()) {
      return complete(Problems.bodyNotAllowed());
    }
    Parameters parameters = Parameters.of(request);
    parameters.requireOnly(List.of("level"));
    String text =
        parameters
            .text("level")
            .orElseThrow(() -> InvalidParameterException.missing("level", LoggerLevels.ALLOWED));
    String level =
        LoggerLevels.level(text)
            .orElseThrow(() -> new InvalidParameterException("level", text, LoggerLevels.ALLOWED));
    return completeJson(LoggerLevels.set(name, level));
  }

  private static Route accepted(OperationView view) {
    return completeJson(
        StatusCodes.ACCEPTED, view, RawHeader.create("Location", "operations/" + view.id()));
  }

  private Route one(String id) {
    return onSuccess(
        operations.find(id),
        found ->
            found
                .map(operation -> (Route) onSuccess(view(operation), view -> completeJson(view)))
                .orElseGet(() -> complete(Problems.notFound())));
  }

  private Route recent() {
    return onSuccess(
        operations.recent(),
        recent ->
            completeJson(
                new OperationsView(
                    recent.stream()
                        .map(operation -> view(operation, Optional.empty()))
                        .collect(Collectors.toList()))));
  }

  /** Returns the view of an operation, with the progress of its run while that is in progress. */
  private CompletionStage<OperationView> view(Operation operation) {
    return operation.kind().isRun() && operation.isRunning()
        ? actors.statusIfAvailable().thenApply(status -> view(operation, status))
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
}
