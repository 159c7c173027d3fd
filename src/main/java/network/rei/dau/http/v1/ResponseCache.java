package network.rei.dau.http.v1;

import akka.http.javadsl.model.HttpResponse;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Answers that were computed over the newest data, so that asking for one again costs no computing,
 * and asking for one at the same time as others computes it once. All are dropped when the data
 * changes. Bounded in bytes; what was not asked for the longest goes first.
 */
public final class ResponseCache {

  /** What an answer takes beside its body and the text of its request, about. */
  private static final int OVERHEAD_BYTES = 1024;

  /** An answer larger than this part of the whole is not kept. */
  private static final int PART_OF_ONE = 16;

  /**
   * What an answer is for.
   *
   * @param query as it was sent
   */
  record Key(String path, String query, Format format, boolean gzip) {}

  /** An answer that is made, or has been. */
  private static final class Entry {
    private final CompletionStage<HttpResponse> answer;
    private long bytes;

    Entry(CompletionStage<HttpResponse> answer) {
      this.answer = answer;
    }
  }

  private final long mostBytes;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;
  private long version = Long.MIN_VALUE;
  private String tag = "";

  /**
   * @param mostBytes that the answers take together
   */
  public ResponseCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * The answer over some data: one that is kept, one that is being made, or a new one. An answer
   * that fails is not kept.
   *
   * @param version of the data; answers over older data than the newest are made and not kept
   * @param tag the same only where all answers are
   */
  synchronized CompletionStage<HttpResponse> get(
      long version, String tag, Key key, Supplier<CompletionStage<HttpResponse>> compute) {
    if (version < this.version) {
      return compute.get();
    }
    if (!tag.equals(this.tag)) {
      entries.clear();
      bytes = 0;
      this.version = version;
      this.tag = tag;
    }
    Entry known = entries.get(key);
    if (known != null) {
      return known.answer;
    }
    Entry entry = new Entry(compute.get());
    entries.put(key, entry);
    entry.answer.whenComplete((answer, failure) -> made(key, entry, answer));
    return entry.answer;
  }

  /** How many answers are kept or being made. */
  synchronized int size() {
    return entries.size();
  }

  /** What those that are kept take. */
  synchronized long bytes() {
    return bytes;
  }

  private synchronized void made(Key key, Entry entry, HttpResponse answer) {
    if (entries.get(key) != entry) {
      return;
    }
    entry.bytes = answer == null ? 0 : bytes(key, answer);
    if (answer == null || entry.bytes > mostBytes / PART_OF_ONE) {
      entries.remove(key);
      return;
    }
    bytes += entry.bytes;
    Iterator<Entry> longestUnused = entries.values().iterator();
    while (bytes > mostBytes) {
      bytes -= longestUnused.next().bytes;
      longestUnused.remove();
    }
  }

  private static long bytes(Key key, HttpResponse answer) {
    return OVERHEAD_BYTES
        + key.path().length()
        + key.query().length()
        + answer.entity().getContentLengthOption().orElse(Long.MAX_VALUE / 2);
  }
}
