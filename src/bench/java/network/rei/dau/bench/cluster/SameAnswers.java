package network.rei.dau.bench.cluster;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import network.rei.dau.bench.cluster.AnswerCheck.Route;

/** Checks that nodes of one version answer with the same bytes if the ETag is the same. */
final class SameAnswers {

  private static final int KEPT = 2_000;

  private record Key(Path version, Route route, String tag) {}

  private final Map<Key, Integer> bodies =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Integer> eldest) {
          return size() > KEPT;
        }
      };

  /** Returns whether an answer is the first one with its ETag, or has the same body as that. */
  synchronized boolean isSame(Path version, Route route, HttpResponse<String> response) {
    String tag = response.headers().firstValue("ETag").orElse("");
    if (tag.isEmpty()) {
      return true;
    }
    int body = response.body().hashCode();
    Integer before = bodies.putIfAbsent(new Key(version, route, tag), body);
    return before == null || before == body;
  }
}
