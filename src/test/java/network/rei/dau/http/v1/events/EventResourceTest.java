package network.rei.dau.http.v1.events;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.CoordinatedShutdown;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.model.HttpRequest;
import akka.stream.javadsl.Sink;
import akka.util.ByteString;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.TestServer;
import network.rei.dau.http.memory.ResponseMemory;
import network.rei.dau.http.metrics.ResourceMetrics;
import network.rei.dau.http.ratelimit.ClientKey;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventResourceTest {

  private static final Instant LAST = Instant.parse("2026-03-05T12:00:00Z");
  private static final String VERSION_7 =
      """
      data:{"version":7,"asOf":"2026-03-05T12:00:00.000Z","asOfBlock":44,"records":5,\
      "sealedRecords":4}
      event:version
      id:7
      retry:3000\
      """;
  private static final String IDLE =
      """
      data:{"processing":false,"head":40,"progress":null}
      event:progress
      retry:3000\
      """;
  private static final String RUN =
      """
      data:{"started":"2026-03-05T11:59:10.000Z","finished":"2026-03-05T11:59:40.000Z",\
      "result":"completed","error":null}
      event:run
      retry:3000\
      """;

  private final AtomicReference<Snapshot> data =
      new AtomicReference<>(snapshot(7, TestLedgers.of(0, 44, 10, 3, LAST)));
  private final AtomicReference<IngestStatus> status = new AtomicReference<>(TestServer.IDLE);
  private final TestServer server = new TestServer(store(), supervisor());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldSendTheCurrentStateFirstAndThenTheChanges() throws IOException {
    try (Client client = new Client("")) {
      assertThat(client.head())
          .contains("Content-Type: text/event-stream")
          .contains("X-Accel-Buffering: no")
          .contains("Cache-Control: no-store")
          .contains("Access-Control-Allow-Origin: *");
      assertThat(client.next(3)).containsExactly(VERSION_7, IDLE, RUN);

      data.set(snapshot(8, TestLedgers.of(0, 49, 10, 3, LAST)));
      assertThat(client.next(1))
          .containsExactly(
              """
              data:{"version":8,"asOf":"2026-03-05T12:00:00.000Z","asOfBlock":49,"records":5,\
              "sealedRecords":5}
              event:version
              id:8
              retry:3000\
              """);

      status.set(running());
      assertThat(client.next(1))
          .containsExactly(
              """
              data:{"processing":true,"head":50,\
              "progress":{"blocksFetched":30,"blocksLeft":10,"fraction":0.75,"blocksPerSecond":3.0,\
              "secondsLeft":3,"day":null,"daysLeft":0}}
              event:progress
              retry:3000\
              """);
    }
  }

  @Test
  void shouldSendTheCurrentStateToAClientThatReconnects() throws IOException {
    try (Client client = new Client("Last-Event-ID: 5\r\n")) {
      client.head();
      assertThat(client.next(1)).containsExactly(VERSION_7);
    }
  }

  @Test
  void shouldSendTheSameEventsToAllClients() throws IOException {
    try (Client one = new Client("");
        Client other = new Client("")) {
      for (Client client : List.of(one, other)) {
        client.head();
        assertThat(client.next(3)).containsExactly(VERSION_7, IDLE, RUN);
      }
      data.set(snapshot(8, Ledger.empty()));
      for (Client client : List.of(one, other)) {
        assertThat(client.next(1).get(0)).endsWith("event:version\nid:8\nretry:3000");
      }
    }
  }

  @Test
  void shouldEndTheEventsWhenTheServiceStops() throws IOException {
    try (Client client = new Client("")) {
      client.head();
      client.next(3);
      CoordinatedShutdown.get(server.kit.system()).runAll(CoordinatedShutdown.unknownReason());

      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void shouldSendCommentsWhileNothingChangesAndLeaveTheFeedAtTheEnd() throws Exception {
    TestProbe<EventFeed.Command> feed = server.kit.createTestProbe();
    List<String> sent =
        new EventResource(
                feed.ref(),
                new EventStreamSettings(1, 1),
                new ResourceMetrics(
                    new ResponseMemory(1 << 20), new ResourceMetrics.Limits(10, 10, 10)),
                new ClientKey(0),
                Duration.ofMillis(20))
            .route()
            .handler(server.kit.system())
            .apply(HttpRequest.GET("/"))
            .toCompletableFuture()
            .join()
            .entity()
            .getDataBytes()
            .take(2)
            .map(ByteString::utf8String)
            .runWith(Sink.seq(), server.kit.system())
            .toCompletableFuture()
            .join();

    assertThat(sent).containsExactly(":\n\n", ":\n\n");
    EventFeed.Join join = feed.expectMessageClass(EventFeed.Join.class);
    assertThat(feed.expectMessageClass(EventFeed.Leave.class).client()).isSameAs(join.client());
  }

  private static IngestStatus running() {
    return new IngestStatus(
        true,
        OptionalLong.of(50),
        TestServer.IDLE.lastRun(),
        Optional.of(TestServer.progress(30, 10)),
        List.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  private static Snapshot snapshot(long version, Ledger ledger) {
    return new Snapshot(ledger, version, TestServer.NOW, Optional.empty());
  }

  private Behavior<StatsStore.Command> store() {
    return Behaviors.receive(StatsStore.Command.class)
        .onMessage(
            StatsStore.GetSnapshot.class,
            get -> {
              get.replyTo().tell(data.get());
              return Behaviors.same();
            })
        .build();
  }

  private Behavior<StatsSupervisor.Command> supervisor() {
    return Behaviors.receive(StatsSupervisor.Command.class)
        .onMessage(
            StatsSupervisor.GetStatus.class,
            get -> {
              get.replyTo().tell(status.get());
              return Behaviors.same();
            })
        .build();
  }

  /** Listens on a socket; over HTTP/1.0, so that nothing but the events is in the body. */
  private final class Client implements AutoCloseable {

    private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    private final BufferedReader lines;

    Client(String headers) throws IOException {
      socket
          .getOutputStream()
          .write(
              ("GET /api/v1/events HTTP/1.0\r\nHost: x\r\n" + headers + "\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    String head() throws IOException {
      return event();
    }

    /** The next events that are no comments. */
    List<String> next(int count) throws IOException {
      List<String> events = new ArrayList<>();
      while (events.size() < count) {
        String event = event();
        if (!event.equals(":")) {
          events.add(event);
        }
      }
      return events;
    }

    String rest() {
      return lines.lines().collect(Collectors.joining("\n"));
    }

    /** The lines up to an empty one. */
    private String event() throws IOException {
      List<String> event = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          break;
        }
        event.add(line);
      }
      return String.join("\n", event);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
