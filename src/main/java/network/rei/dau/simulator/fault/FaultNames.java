package network.rei.dau.simulator.fault;

import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The faults that a command line can name. */
public final class FaultNames {

  private static final long GIBIBYTE = 1L << 30;
  private static final SortedMap<String, Fault> FAULTS = new TreeMap<>();

  static {
    for (int status : new int[] {429, 500, 502, 503}) {
      FAULTS.put("http-" + status, new Fault.HttpError(status, null));
    }
    FAULTS.put("http-429-retry-after", new Fault.HttpError(429, "1"));
    FAULTS.put("item-32005", new Fault.ItemError(-32005, "limit exceeded"));
    FAULTS.put("object-32005", new Fault.ErrorObject(-32005, "limit exceeded"));
    FAULTS.put("gzip", new Fault.Gzip(false));
    FAULTS.put("gzip-bomb", new Fault.GzipBomb(GIBIBYTE + GIBIBYTE / 8));
    FAULTS.put("lag", new Fault.Lag(5));
    for (Fault.Flaw flaw : Fault.Flaw.values()) {
      FAULTS.put("block-" + name(flaw), new Fault.FlawedBlock(flaw));
    }
    for (Fault.Shuffle shuffle : Fault.Shuffle.values()) {
      FAULTS.put("batch-" + name(shuffle), new Fault.ShuffledBatch(shuffle));
    }
    for (Fault.Spoiling spoiling : Fault.Spoiling.values()) {
      FAULTS.put("body-" + name(spoiling), new Fault.SpoiltBody(spoiling));
    }
    for (Fault.Break how : Fault.Break.values()) {
      FAULTS.put("connection-" + name(how), new Fault.BrokenConnection(how));
    }
    for (Fault.Filling filling : Fault.Filling.values()) {
      FAULTS.put("flood-" + name(filling), new Fault.Flood(GIBIBYTE, filling));
    }
  }

  private FaultNames() {}

  /** All names, in order. */
  public static Set<String> all() {
    return Collections.unmodifiableSet(FAULTS.keySet());
  }

  /**
   * The fault of a name such as {@code http-502}, {@code block-null}, {@code connection-hang}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Fault fault(String name) {
    Fault fault = FAULTS.get(name);
    if (fault == null) {
      throw new IllegalArgumentException(
          "no fault is named " + name + ": there are " + String.join(", ", FAULTS.keySet()));
    }
    return fault;
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
