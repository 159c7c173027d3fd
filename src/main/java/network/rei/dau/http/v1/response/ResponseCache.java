package network.rei.dau.http.v1.response;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Caches the responses that were computed over the newest data, bounded in bytes. Concurrent
 * requests for one response compute it once. All responses are dropped when the data changes.
 */
public final class ResponseCache {

  /** Caffeine logs each failed response with its stack; the routes report failures themselves. */
  private static final Logger CAFFEINE = Logger.getLogger("com.github.benmanes.caffeine");

  static {
    CAFFEINE.setLevel(Level.OFF);
  }

  /** Estimate of the memory of a response in addition to its body and all texts. */
  private static final int OVERHEAD_BYTES = 1024;

  /** Estimate of the memory of a parameter or a header in addition to its texts. */
  private static final int FIELD_BYTES = 128;

  /** A single response may take this part of the cache. */
  private static final int MAX_PART = 16;

  /**
   * Identifies a response.
   *
   * @param parameters that the response depends on
   * @param labelsVersion of the labels that the response depends on; empty for none
   */
  record Key(
      String path,
      Map<String, String> parameters,
      String labelsVersion,
      Format format,
      boolean gzip) {

    private long bytes() {
      return textBytes(path)
          + parameters.entrySet().stream()
              .mapToLong(
                  entry -> FIELD_BYTES + textBytes(entry.getKey()) + textBytes(entry.getValue()))
              .sum();
    }
  }

  /** The responses over one version of the data. */
  private record Generation(long version, String state, AsyncCache<Key, HttpResponse> responses) {}

  private final long maxBytes;
  private final AtomicReference<Generation> newest;

  /**
   * Creates an empty cache.
   *
   * @param maxBytes that all responses may take together
   */
  public ResponseCache(long maxBytes) {
    this.maxBytes = maxBytes;
    this.newest = new AtomicReference<>(generation(Long.MIN_VALUE, ""));
  }

  /**
   * Returns a cached response, one that is being computed, or a new one. A response that failed is
   * not cached: a request that follows a failure computes it again.
   *
   * @param version of the data; a response over older data than the newest is not cached
   * @param state of the data; equal only where all responses are
   */
  CompletionStage<HttpResponse> get(
      long version, String state, Key key, Supplier<CompletionStage<HttpResponse>> compute) {
    Generation current =
        newest.updateAndGet(
            latest ->
                version < latest.version() || state.equals(latest.state())
                    ? latest
                    : generation(version, state));
    return state.equals(current.state()) ? get(current.responses(), key, compute) : compute.get();
  }

  /**
   * Returns a response that completes after a failure was removed. Caffeine removes it too, but
   * only after the steps that depend on the response have run.
   */
  private static CompletionStage<HttpResponse> get(
      AsyncCache<Key, HttpResponse> responses,
      Key key,
      Supplier<CompletionStage<HttpResponse>> compute) {
    CompletableFuture<HttpResponse> response =
        responses.get(key, (same, executor) -> compute.get().toCompletableFuture());
    return response.whenComplete(
        (unused, failure) -> {
          if (failure != null) {
            responses.asMap().remove(key, response);
          }
        });
  }

  /** Returns how many responses are cached. */
  long size() {
    eviction();
    return newest.get().responses().synchronous().estimatedSize();
  }

  /** Returns how many bytes the cached responses take. */
  public long bytes() {
    return eviction().weightedSize().orElseThrow();
  }

  private Eviction<Key, HttpResponse> eviction() {
    var responses = newest.get().responses().synchronous();
    responses.cleanUp();
    return responses.policy().eviction().orElseThrow();
  }

  private Generation generation(long version, String state) {
    return new Generation(
        version,
        state,
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(this::weight)
            .executor(Runnable::run) // the maintenance is short
            .buildAsync());
  }

  /** Returns a weight above the maximum for a response that is too large: Caffeine drops it. */
  private int weight(Key key, HttpResponse response) {
    long bytes =
        OVERHEAD_BYTES
            + key.bytes()
            + headerBytes(response)
            + response.entity().getContentLengthOption().orElse(Integer.MAX_VALUE);
    return bytes > maxBytes / MAX_PART ? Integer.MAX_VALUE : (int) bytes;
  }

  private static long headerBytes(HttpResponse response) {
    long bytes = 0;
    for (HttpHeader header : response.getHeaders()) {
      // a header keeps its name in lower case, too
      bytes += FIELD_BYTES + 2 * textBytes(header.name()) + textBytes(header.value());
    }
    return bytes;
  }

  /** Returns the most that a text takes: a character has one byte or two. */
  private static long textBytes(String text) {
    return 2L * text.length();
  }
}
