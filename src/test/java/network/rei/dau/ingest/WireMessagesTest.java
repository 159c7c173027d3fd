package network.rei.dau.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.cluster.CborSerializable;
import network.rei.dau.ingest.run.ChunkOutcome;
import network.rei.dau.ingest.run.ChunkTask;
import network.rei.dau.stats.StatsStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The messages between nodes. The files in {@code wire/} are messages as earlier versions write
 * them: files are added, and never changed.
 */
class WireMessagesTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          "wire",
          ConfigFactory.parseString(
                  "akka.actor.serialization-bindings.\""
                      + CborSerializable.class.getName()
                      + "\" = jackson-cbor")
              .withFallback(ConfigFactory.load()));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper CBOR = new CBORMapper();
  private static final Instant TIME = Instant.parse("2026-11-23T10:00:00.123Z");
  private static final ChunkTask TASK = new ChunkTask(3, 17, 5, 42, 50_400, 51_599);
  private static final ChunkOutcome.GaveUp GAVE_UP =
      new ChunkOutcome.GaveUp(IngestFailureType.TIMEOUT, "too slow");

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  static Stream<CborSerializable> messages() {
    ActorRef<RunResult> replyTo = KIT.<RunResult>createTestProbe().ref();
    return Stream.of(
        new ChunkCoordinator.Work(List.of(TASK)),
        new ChunkCoordinator.Finish(),
        new IngestWorker.Begin(
            3, KIT.<StatsSupervisor.Command>createTestProbe().ref(), Optional.empty()),
        new IngestWorker.Try(
            WorkerObstacle.STORE, KIT.<StatsSupervisor.Command>createTestProbe().ref()),
        new StatsSupervisor.Unhindered(WorkerObstacle.ENDPOINTS),
        new RunMessage.Report(
            3,
            KIT.<ChunkCoordinator.Command>createTestProbe().ref(),
            4,
            List.of(17L),
            List.of(
                new ChunkCoordinator.ChunkEnded(TASK, new ChunkOutcome.Stored(51_599, 1200)),
                new ChunkCoordinator.ChunkEnded(TASK, GAVE_UP))),
        new RunMessage.AttemptFailed(3, GAVE_UP),
        new StatsSupervisor.RunTask(replyTo),
        new StatsSupervisor.Backfill(LocalDate.of(2026, 10, 1), replyTo),
        new StatsSupervisor.GetStatus(KIT.<IngestStatus>createTestProbe().ref()),
        new RunResult.TaskCompleted(TIME, 51_599, 1200, 1, List.of(7L), Duration.ofMillis(1500)),
        new RunResult.TaskFailed(TIME, IngestFailureType.UNREACHABLE, "connection refused"),
        new IngestStatus(
            true,
            OptionalLong.of(51_600),
            Optional.of(
                new IngestStatus.LastRun(
                    TIME, TIME.plusSeconds(5), IngestStatus.Result.FAILED, Optional.of("why"))),
            Optional.of(
                new IngestStatus.Progress(10, 20, TIME, Optional.of(LocalDate.of(2026, 11, 1)), 3)),
            List.of(7L),
            Map.of("timeout", 2L),
            List.of("1 chunk is missing"),
            List.of(
                new EndpointStatus(
                    "http://a",
                    EndpointStatus.State.HEALTHY,
                    0,
                    0,
                    0,
                    Optional.of(Duration.ofMillis(12)),
                    9,
                    1,
                    Optional.empty(),
                    OptionalLong.empty(),
                    false,
                    OptionalLong.empty(),
                    0))),
        new StatsStore.NewVersion(99));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void shouldBeReadAsTheyWereWritten(CborSerializable message) throws IOException {
    assertThat(read(message.getClass(), written(message))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void shouldBeReadByAVersionThatDoesNotKnowANewField(CborSerializable message) throws IOException {
    ObjectNode newer = (ObjectNode) CBOR.readTree(written(message));
    newer.put("aFieldOfTheNextVersion", "something");

    assertThat(read(message.getClass(), CBOR.writeValueAsBytes(newer))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void shouldBeReadAsEarlierVersionsWroteThem(CborSerializable message) throws IOException {
    JsonNode earlier = earlier(message);

    Object read = read(message.getClass(), CBOR.writeValueAsBytes(earlier));

    assertThat(CBOR.readTree(written((CborSerializable) read)))
        .isEqualTo(CBOR.readTree(written(message)));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void shouldHaveAllFieldsThatEarlierVersionsRead(CborSerializable message) throws IOException {
    JsonNode now = CBOR.readTree(written(message));
    assertThat(fields("", now)).containsAll(fields("", earlier(message)));
  }

  @Test
  void shouldBeCompleteInThisTest() {
    List<String> marked =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("network.rei.dau")
                .stream()
                .filter(type -> type.isAssignableTo(CborSerializable.class) && !type.isInterface())
                .map(JavaClass::getName)
                .toList();

    assertThat(messages().map(message -> message.getClass().getName()).toList())
        .containsExactlyInAnyOrderElementsOf(marked);
  }

  /** Returns a message as the first version wrote it, with the actor reference of this test. */
  private static JsonNode earlier(CborSerializable message) throws IOException {
    String file = "/wire/" + message.getClass().getSimpleName() + ".json";
    JsonNode earlier = JSON.readTree(WireMessagesTest.class.getResource(file));
    JsonNode now = CBOR.readTree(written(message));
    for (String reference : List.of("coordinator", "supervisor", "replyTo")) {
      if (earlier.has(reference)) {
        ((ObjectNode) earlier).set(reference, now.get(reference));
      }
    }
    return earlier;
  }

  private static List<String> fields(String path, JsonNode node) {
    if (node.isArray()) {
      return fields(path + "[]", node.path(0));
    }
    return node.properties().stream()
        .flatMap(
            field ->
                Stream.concat(
                    Stream.of(path + "/" + field.getKey()),
                    fields(path + "/" + field.getKey(), field.getValue()).stream()))
        .collect(Collectors.toList());
  }

  private static byte[] written(CborSerializable message) {
    return serialization().serialize(message).get();
  }

  private static Object read(Class<?> type, byte[] bytes) throws IOException {
    int cbor = serialization().serializerFor(type).identifier();
    return serialization().deserialize(bytes, cbor, type.getName()).get();
  }

  private static Serialization serialization() {
    return SerializationExtension.get(KIT.system());
  }
}
