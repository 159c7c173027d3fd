package network.rei.dau.webhook;

import java.util.Optional;
import java.util.OptionalDouble;

/** Compares the values of two days. */
final class Change {

  private Change() {}

  /** Returns the change as a fraction of the value before; empty if it is unknown or from 0. */
  static OptionalDouble of(Optional<Number> value, Optional<Number> before) {
    return value.isPresent() && before.isPresent() && before.get().doubleValue() != 0
        ? OptionalDouble.of(value.get().doubleValue() / before.get().doubleValue() - 1)
        : OptionalDouble.empty();
  }
}
