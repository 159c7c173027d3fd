package network.rei.dau.simulator.fault;

import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names faults for the command line. */
public final class FaultNames {

  private static final long GIBIBYTE = 1L << 30;
  private static final SortedMap<String, Fault> FAULTS = new TreeMap<>();

  static {
    for (int status : new int[] {429, 500, 502, 503}) {
      FAULTS.put("http-" + status, new Fault.HttpError(status, null));
    }
    FAULTS.put("http-429-retry-after", new Fault.HttpError(429, "1"));
    FAULTS.put("item-32005", new Fault.CallError(-32005, "limit exceeded"));
    FAULTS.put("object-32005", new Fault.ErrorObject(-32005, "limit exceeded"));
    FAULTS.put("item-429", new Fault.CallError(429, "compute units per second exceeded"));
    FAULTS.put("head-stands-still", new Fault.StandingHead());
    FAULTS.put("head-wrong", new Fault.WrongHead(1_000_000_000));
    FAULTS.put("gzip", new Fault.Gzip(false));
    FAULTS.put("gzip-bomb", new Fault.GzipBomb(GIBIBYTE + GIBIBYTE / 8));
    FAULTS.put("lag", new Fault.Lag(5));
    for (Fault.BlockDefect defect : Fault.BlockDefect.values()) {
      FAULTS.put("block-" + name(defect), new Fault.DefectiveBlock(defect));
    }
    for (Fault.BatchDefect defect : Fault.BatchDefect.values()) {
      FAULTS.put("batch-" + name(defect), new Fault.DefectiveBatch(defect));
    }
    for (Fault.BodyCorruption corruption : Fault.BodyCorruption.values()) {
      FAULTS.put("body-" + name(corruption), new Fault.CorruptBody(corruption));
    }
    for (Fault.ConnectionFailure failure : Fault.ConnectionFailure.values()) {
      FAULTS.put("connection-" + name(failure), new Fault.BrokenConnection(failure));
    }
    for (Fault.FloodContent content : Fault.FloodContent.values()) {
      FAULTS.put("flood-" + name(content), new Fault.Flood(GIBIBYTE, content));
    }
  }

  private FaultNames() {}

  /** Returns all names in order. */
  public static Set<String> all() {
    return Collections.unmodifiableSet(FAULTS.keySet());
  }

  /**
   * Returns the fault of a name such as {@code http-502}, {@code block-null}, {@code
   * connection-hang}.
   *
   * @throws IllegalArgumentException if no fault has the name
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
