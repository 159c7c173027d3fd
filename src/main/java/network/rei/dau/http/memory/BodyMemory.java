package network.rei.dau.http.memory;

import akka.NotUsed;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.IdentityHashMap;
import network.rei.dau.concurrent.RunOnce;

/**
 * Counts the complete bodies that are being sent. A cached response is one body, however many
 * clients receive it. Thread-safe.
 */
public final class BodyMemory {

  /** Smaller bodies are not counted: the kernel holds them for a client that does not read. */
  private static final int MIN_BYTES = 8 * 1024;

  /** The end of a body is noticed when the part before the last one is sent. */
  private static final int PART_BYTES = 16 * 1024;

  private final ResponseMemory memory;
  private final IdentityHashMap<HttpResponse, Integer> clients = new IdentityHashMap<>();

  public BodyMemory(ResponseMemory memory) {
    this.memory = memory;
  }

  /**
   * Returns the response with a body that is counted until it is sent.
   *
   * @throws ResponseMemory.ExhaustedException if it exceeds the limit
   */
  public HttpResponse counted(HttpResponse response) {
    if (!(response.entity() instanceof HttpEntity.Strict body)
        || body.getData().length() < MIN_BYTES) {
      return response;
    }
    begin(response, body.getData().length());
    Runnable end = new RunOnce(() -> end(response, body.getData().length()));
    return response.withEntity(
        HttpEntities.create(
            body.getContentType(), body.getData().length(), released(parts(body.getData()), end)));
  }

  /** Returns the source, after whose end the action is run. */
  public static <T> Source<T, NotUsed> released(Source<T, NotUsed> source, Runnable end) {
    return source.watchTermination(
        (notUsed, ended) -> {
          ended.whenCompleteAsync((done, failure) -> end.run(), Runnable::run);
          return notUsed;
        });
  }

  private static Source<ByteString, NotUsed> parts(ByteString body) {
    int last = (body.length() - 1) / PART_BYTES;
    return Source.range(0, last).map(part -> body.drop(part * PART_BYTES).take(PART_BYTES));
  }

  private synchronized void begin(HttpResponse response, int bytes) {
    if (!clients.containsKey(response) && !memory.take(ResponseMemory.Kind.BODIES, bytes)) {
      throw new ResponseMemory.ExhaustedException();
    }
    clients.merge(response, 1, Integer::sum);
  }

  private synchronized void end(HttpResponse response, int bytes) {
    if (clients.merge(response, -1, BodyMemory::sumOrNull) == null) {
      memory.giveBack(ResponseMemory.Kind.BODIES, bytes);
    }
  }

  private static Integer sumOrNull(int count, int change) {
    return count + change == 0 ? null : Integer.valueOf(count + change);
  }
}
