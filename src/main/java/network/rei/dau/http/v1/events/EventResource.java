package network.rei.dau.http.v1.events;

import static akka.http.javadsl.server.Directives.completeOK;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.respondWithHeaders;
import static network.rei.dau.http.directive.JsonDirectives.ignoringAccept;
import static network.rei.dau.http.directive.ResourceDirectives.resource;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.http.javadsl.marshalling.Marshaller;
import akka.http.javadsl.marshalling.sse.EventStreamMarshalling;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.RequestEntity;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.sse.ServerSentEvent;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.List;
import network.rei.dau.http.directive.CommonHeaders;
import network.rei.dau.http.metrics.ResourceMetrics;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.problem.Problems;
import network.rei.dau.http.ratelimit.ClientKey;
import network.rei.dau.http.v1.parameter.TimeParameters;

/**
 * {@code /events}: server-sent events (WHATWG HTML, section 9.2). A client first receives the
 * current state, also after a reconnection with {@code Last-Event-ID}, and then each change.
 */
public final class EventResource {

  private static final int BUFFERED = 16;
  private static final ByteString COMMENT = ByteString.fromString(":\n\n");

  private static final List<HttpHeader> HEADERS =
      List.of(
          CommonHeaders.NO_STORE,
          // otherwise nginx buffers events until they fill a page
          RawHeader.create("X-Accel-Buffering", "no"));

  private final ActorRef<EventFeed.Command> feed;
  private final EventStreamLimit limit;
  private final ClientKey clients;
  private final Marshaller<Source<ServerSentEvent, NotUsed>, RequestEntity> marshaller;

  /**
   * @param held receives the number of open streams and their memory
   * @param heartbeat the time without an event after which a comment is sent, so that proxies do
   *     not close the connection. Akka HTTP's heartbeat is an event with empty data, which clients
   *     would have to tell from the others
   */
  public EventResource(
      ActorRef<EventFeed.Command> feed,
      EventStreamSettings limits,
      ResourceMetrics held,
      ClientKey clients,
      Duration heartbeat) {
    this.feed = feed;
    this.limit = new EventStreamLimit(limits, held.eventStreams(), held.memory());
    this.clients = clients;
    this.marshaller =
        EventStreamMarshalling.toEventStream()
            .map(
                entity ->
                    HttpEntities.create(
                        entity.getContentType(),
                        entity.getDataBytes().keepAlive(heartbeat, () -> COMMENT)));
  }

  /** Returns the route of the resource. */
  public Route route() {
    return resource(
        () ->
            extractRequest(
                request -> {
                  TimeParameters.requireIsoInUtc(
                      Parameters.of(request), "all clients receive the same events");
                  long client = clients.of(request);
                  return limit
                      .refusal(client)
                      .map(EventResource::refuse)
                      .orElseGet(() -> complete(client));
                }));
  }

  private static Route refuse(EventStreamLimit.Refusal refusal) {
    return Directives.complete(
        switch (refusal) {
          case TOO_MANY -> Problems.tooManyEventStreams();
          case TOO_MANY_OF_CLIENT -> Problems.tooManyEventStreamsOfClient();
        });
  }

  private Route complete(long client) {
    return respondWithHeaders(
        HEADERS, () -> ignoringAccept(() -> completeOK(events(client), marshaller)));
  }

  /** The stream counts from its start to its end; a response that is never sent does not start. */
  private Source<ServerSentEvent, NotUsed> events(long client) {
    return Source.<ServerSentEvent>queue(BUFFERED)
        .watchTermination(
            (queue, ended) -> {
              if (!limit.open(client)) {
                queue.complete();
                return NotUsed.getInstance();
              }
              feed.tell(new EventFeed.Join(queue));
              ended.whenCompleteAsync(
                  (done, failure) -> {
                    limit.close(client);
                    feed.tell(new EventFeed.Leave(queue));
                  },
                  Runnable::run);
              return NotUsed.getInstance();
            });
  }
}
