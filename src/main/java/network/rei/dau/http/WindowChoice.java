package network.rei.dau.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import network.rei.dau.activity.BlockRange;
import network.rei.dau.activity.Ledger;
import network.rei.dau.activity.TimeWindow;
import network.rei.dau.activity.WindowActivity;

/**
 * Which window a request asks for.
 *
 * @param length of a rolling one
 * @param count what was active in it
 */
record WindowChoice(Optional<String> length, Function<Ledger, WindowActivity> count) {

  /** The window that ends at the last processed block. */
  static WindowChoice rolling(WindowLength length) {
    return new WindowChoice(
        Optional.of(length.text()), ledger -> ledger.rolling(length.duration()));
  }

  /** What {@code from} and {@code to}, or {@code fromBlock} and {@code toBlock} say. */
  static WindowChoice absolute(Parameters parameters) {
    if (parameters.has("fromBlock") || parameters.has("toBlock")) {
      BlockRange blocks = blocks(parameters);
      return new WindowChoice(Optional.empty(), ledger -> ledger.between(blocks));
    }
    TimeWindow time = time(parameters);
    return new WindowChoice(Optional.empty(), ledger -> ledger.during(time));
  }

  /**
   * What {@code window} says; without it, what {@link #absolute} reads; without that, {@code
   * absent}.
   *
   * @param longest that a rolling window may be
   */
  static WindowChoice any(Parameters parameters, Duration longest, WindowLength absent) {
    Optional<String> window = parameters.text("window");
    if (window.isPresent()) {
      return rolling(WindowLength.of("window", window.get(), longest));
    }
    boolean none =
        !parameters.has("from")
            && !parameters.has("to")
            && !parameters.has("fromBlock")
            && !parameters.has("toBlock");
    return none ? rolling(absent) : absolute(parameters);
  }

  private static TimeWindow time(Parameters parameters) {
    long from = needed("from", parameters.second("from"), "a time, or fromBlock a block");
    long to = needed("to", parameters.second("to"), "a time after from");
    if (to <= from) {
      throw new BadParameterException("to", parameters.text("to").orElse(""), "after from");
    }
    return new TimeWindow(from, to);
  }

  private static BlockRange blocks(Parameters parameters) {
    for (String other : new String[] {"from", "to"}) {
      if (parameters.has(other)) {
        throw new BadParameterException(
            other, parameters.text(other).orElse(""), "left out where blocks are given");
      }
    }
    long from =
        needed("fromBlock", parameters.number("fromBlock", 0, Long.MAX_VALUE / 2), "a block");
    long to =
        needed(
            "toBlock",
            parameters.number("toBlock", from, Long.MAX_VALUE / 2),
            "a block, fromBlock or a later one");
    return new BlockRange(from, to);
  }

  private static long needed(String name, Optional<Long> value, String bound) {
    return value.orElseThrow(() -> BadParameterException.missing(name, bound));
  }
}
