package network.rei.dau.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import network.rei.dau.activity.period.Metric;

/**
 * A bound of a metric of whole UTC days.
 *
 * @param kind which value is compared, and on which side of the bound the condition holds
 */
record Condition(Metric metric, Kind kind, double bound) {

  /** Which value is compared, and how. */
  enum Kind {
    ABOVE("above", false, 1),
    BELOW("below", false, -1),
    /** The change from the same day of the week before, as a fraction of the value then. */
    CHANGE_ABOVE("change-above", true, 1),
    CHANGE_BELOW("change-below", true, -1);

    private final String key;
    private final boolean change;
    private final int side;

    Kind(String key, boolean change, int side) {
      this.key = key;
      this.change = change;
      this.side = side;
    }

    /** Returns the key in settings. */
    String key() {
      return key;
    }

    boolean isChange() {
      return change;
    }

    /** Returns on which side of the bound the values are, in English. */
    String side() {
      return side > 0 ? "above" : "below";
    }

    static List<String> keys() {
      return Arrays.stream(values()).map(Kind::key).toList();
    }
  }

  /** Returns whether a value is beyond the bound. */
  boolean holds(double value) {
    return Double.compare(value, bound) * kind.side > 0;
  }

  /**
   * Returns whether a value is the first beyond the bound.
   *
   * @param before the value of the day before; empty if it is unknown
   */
  boolean isCrossed(double value, OptionalDouble before) {
    return holds(value) && (before.isEmpty() || !holds(before.getAsDouble()));
  }

  /**
   * Returns the value that is compared.
   *
   * @param weekBefore the value of the same day of the week before
   * @return empty if it is unknown, or the change would be from 0
   */
  OptionalDouble value(Optional<Number> day, Optional<Number> weekBefore) {
    if (day.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!kind.change) {
      return OptionalDouble.of(day.get().doubleValue());
    }
    return Change.of(day, weekBefore);
  }

  /** Returns a short text that is the same for the same condition. */
  String key() {
    return metric.key() + "-" + kind.key + "-" + bound;
  }
}
