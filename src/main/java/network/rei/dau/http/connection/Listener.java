package network.rei.dau.http.connection;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.event.Logging;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.settings.ServerSettings;
import akka.io.TcpSO;
import akka.stream.KillSwitches;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.TLSPlacebo;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.http.ManagementSettings;
import network.rei.dau.http.metrics.ResourceMetrics;

/**
 * Listens on ports, and limits what the connections of a port may take.
 *
 * <p>It joins Akka HTTP's layer with Akka's TCP streams itself, because {@code Http.newServerAt(…)}
 * offers no place between the two, and only there can the size of a head and the time that it takes
 * be limited ({@link HeadLimit}).
 */
public final class Listener {

  /**
   * An address to listen on.
   *
   * @param variable the environment variable that sets the port
   */
  public record Place(String host, int port, int maxConnections, String variable) {

    public static Place of(HttpSettings settings) {
      return new Place(settings.host(), settings.port(), settings.maxConnections(), "PORT");
    }

    public static Place of(ManagementSettings settings) {
      return new Place(
          settings.host(), settings.port(), MAX_MANAGEMENT_CONNECTIONS, "REI_DAU_MANAGEMENT_PORT");
    }

    private String reason(Throwable failure) {
      String where = "port " + port + " on " + host;
      Throwable root = failure;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      String text = root.getMessage() == null ? root.toString() : root.getMessage();
      return root instanceof BindException && text.contains("in use")
          ? where + " is in use: set " + variable + " to another"
          : where + " cannot be listened on: " + text;
    }
  }

  /** A port that is listened on. */
  public static final class Binding {

    private final Tcp.ServerBinding tcp;
    private final OpenConnections connections;

    private Binding(Tcp.ServerBinding tcp, OpenConnections connections) {
      this.tcp = tcp;
      this.connections = connections;
    }

    public InetSocketAddress localAddress() {
      return tcp.localAddress();
    }

    /** Accepts no further connections. */
    public CompletionStage<Done> unbind() {
      return tcp.unbind().thenApply(unbound -> Done.done());
    }

    /**
     * Closes each connection when the responses to the requests that it has received are sent, and
     * at the latest after the timeout.
     */
    public CompletionStage<Done> finish(Duration timeout) {
      return connections
          .finish()
          .toCompletableFuture()
          .copy()
          .completeOnTimeout(Done.done(), timeout.toMillis(), TimeUnit.MILLISECONDS)
          .thenApply(
              done -> {
                connections.abort();
                return done;
              });
    }
  }

  /** Probes, scrapers and operators need few; an overload of the API does not count here. */
  public static final int MAX_MANAGEMENT_CONNECTIONS = 64;

  /** The size of a request's head. Other servers accept 8 to 16 KiB. */
  private static final int MAX_HEAD_BYTES = 16 * 1024;

  /** The part of the heap that all incomplete heads of a port may take. */
  private static final int HEAP_PART_OF_HEADS = 16;

  /**
   * The part of a response that the kernel may hold while it is not read. By default it holds 4 MB
   * of each, which is 8 GB if 2,000 clients read nothing.
   */
  private static final int SEND_BUFFER_BYTES = 128 * 1024;

  private static final int BACKLOG = 1024;

  private final ActorSystem<?> system;
  private final HttpSettings settings;
  private final BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> http;

  public Listener(ActorSystem<?> system, HttpSettings settings) {
    this.system = system;
    this.settings = settings;
    BidiFlow<HttpResponse, SslTlsOutbound, SslTlsInbound, HttpRequest, NotUsed> layer =
        Http.get(system)
            .serverLayer(
                serverSettings(system, settings),
                Optional.empty(),
                // a logger of its own, whose level is ERROR: Akka HTTP warns of what clients send
                Logging.getLogger(Adapter.toClassic(system), Listener.class));
    this.http =
        layer.atop(withoutTls()).atop(BidiFlow.bidirectionalIdleTimeout(settings.idleTimeout()));
  }

  @SuppressWarnings("unchecked") // the bytes of a session are one kind of what Akka HTTP reads
  private static BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>
      withoutTls() {
    return (BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>)
        (BidiFlow<?, ?, ?, ?, ?>) TLSPlacebo.getInstance();
  }

  /**
   * Listens on an address.
   *
   * @param held receives what the connections hold
   * @return the binding; fails with an {@link IllegalStateException}, whose message is one line for
   *     the operator
   */
  public CompletionStage<Binding> listen(Place place, Route route, ResourceMetrics.OfPort held) {
    OpenConnections connections =
        new OpenConnections(
            Runtime.getRuntime().maxMemory() / HEAP_PART_OF_HEADS,
            held.headBytes(),
            held.connections());
    Flow<HttpRequest, HttpResponse, NotUsed> routes = route.flow(system);
    return Tcp.get(system)
        .bind(
            place.host(),
            place.port(),
            BACKLOG,
            List.of(TcpSO.sendBufferSize(SEND_BUFFER_BYTES)),
            false,
            Optional.empty())
        .mapAsyncUnordered(
            place.maxConnections(), connection -> serve(connection, routes, connections))
        .toMat(Sink.ignore(), Keep.left())
        .run(system)
        .thenApply(binding -> new Binding(binding, connections))
        .exceptionally(
            failure -> {
              throw new IllegalStateException(place.reason(failure), failure);
            });
  }

  /** Completes when the connection is closed. */
  private CompletionStage<Done> serve(
      Tcp.IncomingConnection connection,
      Flow<HttpRequest, HttpResponse, NotUsed> routes,
      OpenConnections connections) {
    RemoteAddress client = RemoteAddress.create(connection.remoteAddress());
    RequestHead head =
        new RequestHead(MAX_HEAD_BYTES, settings.headerTimeout().toNanos(), System.nanoTime());
    Flow<HttpRequest, HttpResponse, NotUsed> counted =
        Flow.of(HttpRequest.class)
            .map(
                request -> {
                  head.completed();
                  return request.addAttribute(AttributeKeys.remoteAddress, client);
                })
            .via(routes)
            .map(
                response -> {
                  head.answered();
                  return response;
                });
    Flow<ByteString, ByteString, CompletionStage<Done>> bytes =
        Flow.of(ByteString.class)
            .viaMat(new HeadLimit(head, connections), Keep.right())
            .viaMat(counted.join(http), Keep.left())
            .viaMat(KillSwitches.single(), Listener::stopSending);
    return connection.handleWith(bytes, system).exceptionally(failure -> Done.done());
  }

  /**
   * Stops the response that is being sent when the client has closed the connection. Otherwise an
   * event stream would continue until its next event.
   */
  private static CompletionStage<Done> stopSending(
      CompletionStage<Done> closed, UniqueKillSwitch responses) {
    return closed.thenApply(
        done -> {
          responses.shutdown();
          return done;
        });
  }

  /** Returns the settings of the server in the form of Akka HTTP. */
  public static ServerSettings serverSettings(ActorSystem<?> system, HttpSettings settings) {
    Map<String, ?> values =
        Map.ofEntries(
            Map.entry("server-header", "rei-dau-stats"),
            // each route is limited by the ask timeout, so a timer for each request is not needed
            Map.entry("request-timeout", "infinite"),
            Map.entry("transparent-head-requests", "on"),
            Map.entry("parsing.error-handler", JsonParsingErrorHandler.class.getName()),
            // no route reads a body
            Map.entry("parsing.max-content-length", "1 KiB"),
            Map.entry("parsing.max-uri-length", "4 KiB"),
            Map.entry("parsing.max-header-value-length", "8 KiB"),
            Map.entry("parsing.max-header-count", 64),
            Map.entry("parsing.illegal-header-warnings", "off"));
    return ServerSettings.create(
        ConfigFactory.parseMap(values, "the server's settings")
            .atPath("akka.http.server")
            .withFallback(system.settings().config()));
  }

  /**
   * Ensures that the ports can be listened on, before the service opens its store.
   *
   * @throws IllegalStateException with the same message as the start of the server
   */
  public static void requireFree(HttpSettings settings) {
    requireFree(Place.of(settings));
    if (settings.management().isOn()) {
      requireFree(Place.of(settings.management()));
    }
  }

  /**
   * Ensures that an address can be listened on.
   *
   * @throws IllegalStateException with the same message as {@link #listen}
   */
  public static void requireFree(Place place) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(place.host(), place.port()));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(place.reason(e), e);
    }
  }
}
