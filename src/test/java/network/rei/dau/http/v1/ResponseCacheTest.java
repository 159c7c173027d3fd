package network.rei.dau.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ResponseCacheTest {

  private static final long MOST_BYTES = 160_000;
  private static final HttpResponse SMALL = answer(0);
  private static final HttpResponse LARGE = answer(8_000);

  private final ResponseCache cache = new ResponseCache(MOST_BYTES);
  private final List<String> computed = new ArrayList<>();

  @Test
  void shouldComputeAnAnswerOnce() {
    assertThat(get(1, "a", SMALL)).isSameAs(SMALL);
    assertThat(get(1, "a", LARGE)).isSameAs(SMALL);
    assertThat(computed).containsExactly("a");
  }

  @Test
  void shouldKeepApartWhatIsAskedForOtherwise() {
    for (ResponseCache.Key key :
        List.of(
            new ResponseCache.Key("/p", "q", Format.JSON, false),
            new ResponseCache.Key("/p", "q", Format.JSON, true),
            new ResponseCache.Key("/p", "q", Format.CSV, false),
            new ResponseCache.Key("/p", "r", Format.JSON, false),
            new ResponseCache.Key("/o", "q", Format.JSON, false))) {
      get(1, "1", key, CompletableFuture.completedFuture(SMALL));
    }

    assertThat(computed).hasSize(5);
  }

  @Test
  void shouldDropAllWhenTheDataChanges() {
    get(1, "a", SMALL);
    get(1, "b", SMALL);

    assertThat(get(2, "a", LARGE)).isSameAs(LARGE);
    assertThat(cache.size()).isOne();
    assertThat(cache.bytes()).isBetween(8_000L, 10_000L);
  }

  @Test
  void shouldTellDataOfTheSameVersionApartByItsTag() {
    get(1, "one", key("a"), CompletableFuture.completedFuture(SMALL));
    get(1, "other", key("a"), CompletableFuture.completedFuture(SMALL));

    assertThat(computed).containsExactly("a", "a");
  }

  @Test
  void shouldComputeOverOlderDataWithoutKeepingIt() {
    get(2, "a", SMALL);

    assertThat(get(1, "a", LARGE)).isSameAs(LARGE);
    assertThat(get(2, "a", LARGE)).isSameAs(SMALL);
  }

  @Test
  void shouldComputeOnceForAllWhoAskMeanwhile() {
    CompletableFuture<HttpResponse> making = new CompletableFuture<>();
    CompletionStage<HttpResponse> first = get(1, "1", key("a"), making);
    CompletionStage<HttpResponse> second = get(1, "1", key("a"), making);
    making.complete(SMALL);

    assertThat(computed).containsExactly("a");
    assertThat(second.toCompletableFuture().join()).isSameAs(first.toCompletableFuture().join());
  }

  @Test
  void shouldNotKeepAnAnswerThatFailed() {
    get(1, "1", key("a"), CompletableFuture.failedFuture(new IllegalStateException()));

    assertThat(get(1, "a", SMALL)).isSameAs(SMALL);
    assertThat(computed).containsExactly("a", "a");
  }

  @Test
  void shouldNotKeepAnAnswerThatWasMadeOverDataThatHasChangedMeanwhile() {
    CompletableFuture<HttpResponse> making = new CompletableFuture<>();
    get(1, "1", key("a"), making);
    get(2, "b", SMALL);
    making.complete(LARGE);

    assertThat(get(2, "a", SMALL)).isSameAs(SMALL);
    assertThat(cache.bytes()).isLessThan(3_000);
  }

  @Test
  void shouldTakeABoundedNumberOfBytesAndLetGoWhatWasNotAskedForTheLongest() {
    get(1, "first", LARGE);
    for (int i = 0; i < 100; i++) {
      get(1, "a" + i, LARGE);
      get(1, "first", SMALL);
      assertThat(cache.bytes()).isLessThanOrEqualTo(MOST_BYTES);
    }

    assertThat(cache.size()).isEqualTo(17);
    assertThat(computed).hasSize(101);
    get(1, "a98", SMALL);
    get(1, "a0", SMALL);
    assertThat(computed).hasSize(102).endsWith("a0");
  }

  @Test
  void shouldCountTheRequestsThatAnswersAreFor() {
    for (int i = 0; i < 1000; i++) {
      get(1, "x".repeat(4000) + i, SMALL);
    }

    assertThat(cache.size()).isLessThan(40);
  }

  @Test
  void shouldNotKeepAnAnswerThatIsTooLarge() {
    get(1, "a", SMALL);
    get(1, "b", answer(10_000));

    assertThat(cache.size()).isOne();
    assertThat(get(1, "a", LARGE)).isSameAs(SMALL);
  }

  private HttpResponse get(long version, String query, HttpResponse answer) {
    return get(
            version, Long.toString(version), key(query), CompletableFuture.completedFuture(answer))
        .toCompletableFuture()
        .join();
  }

  private CompletionStage<HttpResponse> get(
      long version, String tag, ResponseCache.Key key, CompletionStage<HttpResponse> answer) {
    return cache.get(
        version,
        tag,
        key,
        () -> {
          computed.add(key.query());
          return answer;
        });
  }

  private static ResponseCache.Key key(String query) {
    return new ResponseCache.Key("/p", query, Format.JSON, false);
  }

  private static HttpResponse answer(int bytes) {
    return HttpResponse.create().withEntity(HttpEntities.create(new byte[bytes]));
  }
}
