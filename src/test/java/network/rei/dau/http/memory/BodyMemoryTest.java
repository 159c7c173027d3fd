package network.rei.dau.http.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.javadsl.Sink;
import akka.util.ByteString;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import network.rei.dau.http.memory.ResponseMemory.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {

  private static final int LARGE = 100_001;

  private static ActorTestKit kit;

  private final ResponseMemory memory = new ResponseMemory(400_000);
  private final BodyMemory bodies = new BodyMemory(memory);

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create("body-memory-test");
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void shouldCountABodyUntilItIsSent() throws Exception {
    HttpResponse response = response(LARGE);
    HttpResponse counted = bodies.counted(response);

    assertThat(memory.used(Kind.BODIES)).isEqualTo(LARGE);
    assertThat(counted.entity().getContentLengthOption()).hasValue(LARGE);
    assertThat(bytes(counted)).isEqualTo(bytes(response));
    assertThat(memory.used(Kind.BODIES)).isZero();
  }

  @Test
  void shouldCountABodyOnceForAllItsClients() throws Exception {
    HttpResponse response = response(LARGE);
    HttpResponse first = bodies.counted(response);
    HttpResponse second = bodies.counted(response);
    assertThat(memory.used(Kind.BODIES)).isEqualTo(LARGE);

    bytes(first);
    assertThat(memory.used(Kind.BODIES)).isEqualTo(LARGE);
    bytes(second);
    assertThat(memory.used(Kind.BODIES)).isZero();
  }

  @Test
  void shouldRefuseABodyThatExceedsTheLimit() {
    HttpResponse first = bodies.counted(response(LARGE));

    assertThatThrownBy(() -> bodies.counted(response(LARGE)))
        .isInstanceOf(ResponseMemory.ExhaustedException.class);

    assertThat(first.entity().getContentLengthOption()).hasValue(LARGE);
    assertThat(memory.used(Kind.BODIES)).isEqualTo(LARGE);
  }

  @Test
  void shouldSendASmallBodyAsItIs() {
    HttpResponse small = response(100);

    assertThat(bodies.counted(small)).isSameAs(small);
  }

  private static HttpResponse response(int bytes) {
    byte[] body = new byte[bytes];
    new Random(bytes).nextBytes(body);
    return HttpResponse.create().withEntity(HttpEntities.create(body));
  }

  private static ByteString bytes(HttpResponse response)
      throws InterruptedException, ExecutionException {
    return response
        .entity()
        .getDataBytes()
        .runWith(Sink.fold(ByteString.emptyByteString(), ByteString::concat), kit.system())
        .toCompletableFuture()
        .get();
  }
}
