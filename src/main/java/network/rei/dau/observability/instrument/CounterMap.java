package network.rei.dau.observability.instrument;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Counters by key. The number of counters is bounded: further keys share the counter {@value
 * #OTHER}.
 *
 * @param <K> the keys
 */
public final class CounterMap<K> {

  /** The name of the counter that keys share after the bound was reached. */
  public static final String OTHER = "other";

  private static final int MAX_COUNTERS = 64;

  private final Function<? super K, String> name;
  private final Map<K, LongAdder> counters = new ConcurrentHashMap<>();
  private final LongAdder others = new LongAdder();

  /**
   * Creates an empty map.
   *
   * @param name returns the name of a key; the counts of keys with equal names are added up
   */
  public CounterMap(Function<? super K, String> name) {
    this.name = name;
  }

  /** Creates a map of texts, with counters for the expected ones. */
  public static CounterMap<String> ofTexts(String... expected) {
    CounterMap<String> map = new CounterMap<>(text -> text);
    for (String text : expected) {
      map.of(text);
    }
    return map;
  }

  /** Creates a map of classes, which are named without their packages. */
  public static CounterMap<Class<?>> ofClasses() {
    return new CounterMap<>(CounterMap::simpleName);
  }

  /** Increments the counter of a key. */
  public void increment(K key) {
    of(key).increment();
  }

  /** Returns the counter of a key, which is created if it does not exist. */
  public LongAdder of(K key) {
    LongAdder known = counters.get(key);
    if (known != null) {
      return known;
    }
    return counters.size() < MAX_COUNTERS
        ? counters.computeIfAbsent(key, added -> new LongAdder())
        : others;
  }

  /** Returns the counts by name. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    counters.forEach((key, count) -> counts.merge(name.apply(key), count.sum(), Long::sum));
    if (others.sum() > 0) {
      counts.merge(OTHER, others.sum(), Long::sum);
    }
    return counts;
  }

  private static String simpleName(Class<?> type) {
    String simple = type.getSimpleName();
    // The names of the classes of lambdas differ between starts.
    return simple.isEmpty() || simple.contains("/") ? OTHER : simple;
  }
}
