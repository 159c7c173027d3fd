package network.rei.dau.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.Uri;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.settings.ServerSettings;
import com.typesafe.config.Config;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.http.page.DocsRoutes;
import network.rei.dau.http.stats.StatsErrors;

/**
 * Loads most classes of the HTTP server on a thread of its own, while the store is opened: much of
 * a start is loading classes, and otherwise one core does it.
 */
public final class ClassesAhead {

  /** The large parts that the server begins with. */
  static final List<String> MORE =
      List.of(
          "akka.http.scaladsl.Http$",
          "akka.http.impl.engine.server.HttpServerBluePrint$",
          "akka.http.impl.engine.parsing.HttpHeaderParser$",
          "akka.http.impl.engine.parsing.HttpRequestParser",
          "akka.http.impl.engine.rendering.HttpResponseRendererFactory",
          "akka.stream.impl.fusing.GraphInterpreter",
          "akka.stream.impl.PhasedFusingActorMaterializer$");

  private ClassesAhead() {}

  /**
   * Begins to load.
   *
   * @param akka the actor system's settings
   * @return completed when all are there. No other code in Scala may run before that: its objects,
   *     initialised by two threads at once, could wait for each other for ever
   */
  public static CompletableFuture<Void> load(Config akka) {
    return CompletableFuture.runAsync(() -> use(akka), ClassesAhead::onItsOwnThread)
        // whoever needs the classes will say what is wrong with them
        .exceptionally(failure -> null);
  }

  private static void onItsOwnThread(Runnable work) {
    Thread thread = new Thread(work, "http-classes");
    thread.setDaemon(true);
    thread.start();
  }

  /** Does what a start and a request do, as far as that goes without an actor system. */
  private static void use(Config akka) {
    ServerSettings settings = ServerSettings.create(akka);
    Route routes = DocsRoutes.route().seal(StatsErrors.rejections(), StatsErrors.exceptions());
    HttpRequest request =
        HttpRequest.GET("/api/stats/24h")
            .addHeader(HttpHeader.parse("Host", "localhost:3000"))
            .addHeader(HttpHeader.parse("Accept-Encoding", "gzip, deflate"));
    Uri uri = request.getUri();
    made(settings, routes, GzipEncoding.isAccepted(request), uri.path());
    made(CommonHeaders.addTo(Problems.notFound()));
    for (String name : MORE) {
      try {
        made(Class.forName(name));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void made(Object... all) {
    for (Object one : all) {
      Objects.requireNonNull(one);
    }
  }
}
