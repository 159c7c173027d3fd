package network.rei.dau.observability.instrument;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * A counter for each of some things. There are so many at most, however many come: the later ones
 * share one that is named {@value #OTHER}.
 *
 * @param <K> what is counted; equal things are counted together
 */
public final class CounterMap<K> {

  /** The name of what came too late to be counted by itself. */
  public static final String OTHER = "other";

  private static final int MOST = 64;

  private final Function<? super K, String> name;
  private final Map<K, LongAdder> counters = new ConcurrentHashMap<>();
  private final LongAdder others = new LongAdder();

  /**
   * Counts nothing yet.
   *
   * @param name what a thing is called; several may have the same name
   */
  public CounterMap(Function<? super K, String> name) {
    this.name = name;
  }

  /** Counts by texts, which are their own names. */
  public static CounterMap<String> ofTexts(String... expected) {
    CounterMap<String> tally = new CounterMap<>(text -> text);
    for (String text : expected) {
      tally.of(text);
    }
    return tally;
  }

  /** Counts by classes, which are named without their packages. */
  public static CounterMap<Class<?>> ofClasses() {
    return new CounterMap<>(CounterMap::simpleName);
  }

  /** One more. */
  public void increment(K thing) {
    of(thing).increment();
  }

  /** The counter of a thing, which is 0 from now on if it was not there. */
  public LongAdder of(K thing) {
    LongAdder known = counters.get(thing);
    if (known != null) {
      return known;
    }
    return counters.size() < MOST
        ? counters.computeIfAbsent(thing, added -> new LongAdder())
        : others;
  }

  /** All that was counted, by name. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    counters.forEach((thing, count) -> counts.merge(name.apply(thing), count.sum(), Long::sum));
    if (others.sum() > 0) {
      counts.merge(OTHER, others.sum(), Long::sum);
    }
    return counts;
  }

  private static String simpleName(Class<?> type) {
    String simple = type.getSimpleName();
    // A lambda's class has another name each time.
    return simple.isEmpty() || simple.contains("/") ? OTHER : simple;
  }
}
