package network.rei.dau.http.v1.response;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ResponseCacheTest {

  private static final long MAX_BYTES = 160_000;
  private static final HttpResponse SMALL = response(0);
  private static final HttpResponse LARGE = response(8_000);

  private final ResponseCache cache = new ResponseCache(MAX_BYTES);
  private final List<String> computed = new ArrayList<>();

  @Test
  void shouldComputeAResponseOnce() {
    assertThat(get(1, "a", SMALL)).isSameAs(SMALL);
    assertThat(get(1, "a", LARGE)).isSameAs(SMALL);
    assertThat(computed).containsExactly("a");
  }

  @Test
  void shouldCachePathsQueriesLabelsFormatsAndEncodingsSeparately() {
    for (ResponseCache.Key key :
        List.of(
            new ResponseCache.Key("/p", Map.of("q", "1"), "", Format.JSON, false),
            new ResponseCache.Key("/p", Map.of("q", "1"), "", Format.JSON, true),
            new ResponseCache.Key("/p", Map.of("q", "1"), "", Format.CSV, false),
            new ResponseCache.Key("/p", Map.of("q", "1"), "1", Format.JSON, false),
            new ResponseCache.Key("/p", Map.of("q", "2"), "", Format.JSON, false),
            new ResponseCache.Key("/o", Map.of("q", "1"), "", Format.JSON, false))) {
      get(1, "1", key, CompletableFuture.completedFuture(SMALL));
    }

    assertThat(computed).hasSize(6);
  }

  @Test
  void shouldDropAllResponsesWhenTheDataChanges() {
    get(1, "a", SMALL);
    get(1, "b", SMALL);

    assertThat(get(2, "a", LARGE)).isSameAs(LARGE);
    assertThat(cache.size()).isOne();
    assertThat(cache.bytes()).isBetween(8_000L, 10_000L);
  }

  @Test
  void shouldDistinguishDataOfTheSameVersionByItsEntityTag() {
    get(1, "one", key("a"), CompletableFuture.completedFuture(SMALL));
    get(1, "other", key("a"), CompletableFuture.completedFuture(SMALL));

    assertThat(computed).containsExactly("a", "a");
  }

  @Test
  void shouldComputeOverOlderDataWithoutCachingTheResponse() {
    get(2, "a", SMALL);

    assertThat(get(1, "a", LARGE)).isSameAs(LARGE);
    assertThat(get(2, "a", LARGE)).isSameAs(SMALL);
  }

  @Test
  void shouldComputeOnceForConcurrentRequests() {
    CompletableFuture<HttpResponse> pending = new CompletableFuture<>();
    CompletionStage<HttpResponse> first = get(1, "1", key("a"), pending);
    CompletionStage<HttpResponse> second = get(1, "1", key("a"), pending);
    pending.complete(SMALL);

    assertThat(computed).containsExactly("a");
    assertThat(second.toCompletableFuture().join()).isSameAs(first.toCompletableFuture().join());
  }

  @Test
  void shouldNotCacheAResponseThatFailed() {
    get(1, "1", key("a"), CompletableFuture.failedFuture(new IllegalStateException()));
    CompletableFuture<HttpResponse> pending = new CompletableFuture<>();
    get(1, "1", key("b"), pending);
    pending.completeExceptionally(new IllegalStateException());

    assertThat(get(1, "a", SMALL)).isSameAs(SMALL);
    assertThat(get(1, "b", SMALL)).isSameAs(SMALL);
    assertThat(computed).containsExactly("a", "b", "a", "b");
  }

  @Test
  void shouldComputeAgainForARequestThatFollowsAFailureAtOnce() {
    CompletableFuture<HttpResponse> pending = new CompletableFuture<>();
    CompletionStage<HttpResponse> failed = get(1, "1", key("a"), pending);
    CompletionStage<HttpResponse> next = failed.exceptionally(failure -> get(1, "a", SMALL));
    pending.completeExceptionally(new IllegalStateException());

    assertThat(next.toCompletableFuture().join()).isSameAs(SMALL);
    assertThat(computed).containsExactly("a", "a");
  }

  @Test
  void shouldNotCacheAResponseOverDataThatChangedDuringTheComputation() {
    CompletableFuture<HttpResponse> pending = new CompletableFuture<>();
    get(1, "1", key("a"), pending);
    get(2, "b", SMALL);
    pending.complete(LARGE);

    assertThat(get(2, "a", SMALL)).isSameAs(SMALL);
    assertThat(cache.bytes()).isLessThan(3_000);
  }

  @Test
  void shouldTakeABoundedNumberOfBytesAndKeepResponsesThatAreRequestedOften() {
    get(1, "often", LARGE);
    for (int i = 0; i < 100; i++) {
      get(1, "a" + i, LARGE);
      get(1, "often", SMALL);
      assertThat(cache.bytes()).isLessThanOrEqualTo(MAX_BYTES);
    }

    assertThat(cache.size()).isEqualTo(17);
    assertThat(computed).hasSize(101).containsOnlyOnce("often");
  }

  @Test
  void shouldWeighTheTextOfRequests() {
    for (int i = 0; i < 1000; i++) {
      get(1, "x".repeat(4000) + i, SMALL);
    }

    assertThat(cache.size()).isLessThan(40);
  }

  @Test
  void shouldTakeABoundedNumberOfBytesWithAllKeysHeadersAndBodies() {
    List<HttpResponse> responses = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      HttpResponse response =
          response(i).addHeader(RawHeader.create("Link", "\u00e9".repeat(1 + i % 7 * 500)));
      responses.add(response);
      get(1, "v".repeat(i * 3) + i, response);
    }

    long retained = 0;
    int cached = 0;
    for (int i = 0; i < 500; i++) {
      HttpResponse response = responses.get(i);
      CompletionStage<HttpResponse> known =
          get(
              1,
              "1",
              key("v".repeat(i * 3) + i),
              CompletableFuture.failedFuture(new IllegalStateException()));
      if (!known.toCompletableFuture().isCompletedExceptionally()) {
        cached++;
        retained += "/pq".length() + i * 3 + response.entity().getContentLengthOption().orElse(0);
        for (HttpHeader header : response.getHeaders()) {
          retained += 2L * header.name().length() + header.value().length();
        }
      }
    }
    assertThat(cached).isGreaterThan(10);
    assertThat(retained).isLessThanOrEqualTo(MAX_BYTES);
  }

  @Test
  void shouldNotCacheAResponseThatIsTooLarge() {
    get(1, "a", SMALL);
    get(1, "b", response(10_000));

    assertThat(cache.size()).isOne();
    assertThat(get(1, "a", LARGE)).isSameAs(SMALL);
  }

  private HttpResponse get(long version, String query, HttpResponse response) {
    return get(
            version,
            Long.toString(version),
            key(query),
            CompletableFuture.completedFuture(response))
        .toCompletableFuture()
        .join();
  }

  private CompletionStage<HttpResponse> get(
      long version,
      String entityTag,
      ResponseCache.Key key,
      CompletionStage<HttpResponse> response) {
    return cache.get(
        version,
        entityTag,
        key,
        () -> {
          computed.add(key.parameters().get("q"));
          return response;
        });
  }

  private static ResponseCache.Key key(String query) {
    return new ResponseCache.Key("/p", Map.of("q", query), "", Format.JSON, false);
  }

  private static HttpResponse response(int bytes) {
    return HttpResponse.create().withEntity(HttpEntities.create(new byte[bytes]));
  }
}
