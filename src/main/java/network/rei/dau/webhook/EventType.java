package network.rei.dau.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a webhook can be called for. */
public enum EventType {
  /** A UTC day is complete, or its numbers were corrected. */
  DAY,
  /** A value of a complete day has crossed a bound. */
  THRESHOLD,
  /** Blocks within the retention have been missing for some time. */
  GAP,
  /** A run failed, or left chunks missing. */
  RUN_FAILED;

  /** Returns the name in settings and messages, such as {@code run_failed}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<EventType> of(String label) {
    return Arrays.stream(values()).filter(type -> type.label().equals(label)).findFirst();
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(EventType::label).toList();
  }
}
