package network.rei.dau.http.v1;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.reject;

import akka.actor.typed.ActorRef;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.http.Cors;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.http.Parameters;
import network.rei.dau.http.PathPattern;
import network.rei.dau.http.Problems;
import network.rei.dau.http.v1.addresses.AddressResources;
import network.rei.dau.http.v1.events.EventFeed;
import network.rei.dau.http.v1.events.EventResource;
import network.rei.dau.http.v1.series.SeriesResources;
import network.rei.dau.http.v1.status.StatusResource;
import network.rei.dau.http.v1.windows.WindowResources;

/** Everything under {@code /api/v1}: what is read where, and what all of it has in common. */
public final class V1Routes {

  private static final String ROOT = "/api/v1";
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final Map<PathPattern, Resource> resources = new TreeMap<>();

  public V1Routes(
      DataResource.Tools tools, HttpSettings settings, ActorRef<EventFeed.Command> feed) {
    add(new WindowResources(settings.retention()).all(tools));
    add(SeriesResources.all(tools));
    add(new AddressResources(settings.retention()).all(tools));
    add(Map.of("/status", new StatusResource(tools, settings)));
    add(Map.of("/events", new EventResource(feed, HEARTBEAT)));
  }

  private void add(Map<String, Resource> some) {
    some.forEach((path, resource) -> resources.put(new PathPattern(ROOT + path), resource));
  }

  /** All of it, with its own answers to what is not there and what fails. */
  public Route routes() {
    return extractRequest(
        request -> isHere(request) ? completeWithFuture(answer(request)) : reject());
  }

  /** The paths that are answered. */
  public Set<PathPattern> paths() {
    return resources.keySet();
  }

  private static boolean isHere(HttpRequest request) {
    String path = request.getUri().path().toLowerCase(Locale.ROOT);
    return path.equals(ROOT) || path.startsWith(ROOT + "/");
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) {
    return found(request).exceptionally(Problems::response).thenApply(Cors::exposed);
  }

  private CompletionStage<HttpResponse> found(HttpRequest request) {
    for (Map.Entry<PathPattern, Resource> entry : resources.entrySet()) {
      Optional<Map<String, String>> ofPath = entry.getKey().match(request.getUri().path());
      if (ofPath.isPresent()) {
        return read(entry.getValue(), request, ofPath.get());
      }
    }
    return CompletableFuture.completedFuture(Problems.notFound());
  }

  private static CompletionStage<HttpResponse> read(
      Resource resource, HttpRequest request, Map<String, String> ofPath) {
    if (!request.method().equals(HttpMethods.GET) && !request.method().equals(HttpMethods.HEAD)) {
      return CompletableFuture.completedFuture(Problems.methodNotAllowed(request.method().value()));
    }
    try {
      return resource.read(request, Parameters.of(request, ofPath));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
