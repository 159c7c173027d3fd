package network.rei.dau.http.v1.events;

import akka.actor.typed.ActorRef;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.http.Parameters;

/**
 * {@code /events}: server-sent events (WHATWG HTML, section 9.2), from the current state on, which
 * is also what a client that comes again goes on with, whichever {@code Last-Event-ID} it names.
 *
 * @param heartbeat after this long without an event a comment is sent, so that nobody between takes
 *     the connection for dead
 */
public record EventResource(ActorRef<EventFeed.Command> feed, Duration heartbeat) {

  private static final ByteString RETRY = ByteString.fromString("retry: 3000\n\n");
  private static final ByteString COMMENT = ByteString.fromString(":\n\n");
  private static final int BUFFERED = 16;

  public CompletionStage<HttpResponse> read(HttpRequest request, Parameters parameters) {
    return CompletableFuture.completedFuture(
        HttpResponse.create()
            .addHeader(RawHeader.create("Cache-Control", "no-store"))
            // else nginx keeps events back until it has a page of them
            .addHeader(RawHeader.create("X-Accel-Buffering", "no"))
            .withEntity(
                HttpEntities.create(MediaTypes.TEXT_EVENT_STREAM.toContentType(), events())));
  }

  private Source<ByteString, ?> events() {
    Source<ByteString, ?> changes =
        Source.<ByteString>queue(BUFFERED)
            .watchTermination(
                (client, ended) -> {
                  feed.tell(new EventFeed.Join(client));
                  ended.whenCompleteAsync(
                      (done, failure) -> feed.tell(new EventFeed.Leave(client)), Runnable::run);
                  return client;
                });
    return Source.single(RETRY).concat(changes).keepAlive(heartbeat, () -> COMMENT);
  }
}
