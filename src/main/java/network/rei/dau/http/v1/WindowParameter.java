package network.rei.dau.http.v1;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.WindowActivity;
import network.rei.dau.http.InvalidParameterException;
import network.rei.dau.http.Parameters;

/**
 * Which window a request asks for.
 *
 * @param length of a rolling one
 * @param count what was active in it
 */
public record WindowParameter(Optional<String> length, Function<Ledger, WindowActivity> count) {

  /** The window that ends at the last processed block. */
  public static WindowParameter rolling(WindowLength length) {
    return new WindowParameter(
        Optional.of(length.text()), ledger -> ledger.rolling(length.duration()));
  }

  /** What {@code from} and {@code to}, or {@code fromBlock} and {@code toBlock} say. */
  public static WindowParameter absolute(Parameters parameters) {
    if (parameters.has("fromBlock") || parameters.has("toBlock")) {
      BlockRange blocks = blocks(parameters);
      return new WindowParameter(Optional.empty(), ledger -> ledger.between(blocks));
    }
    TimeWindow time = time(parameters);
    return new WindowParameter(Optional.empty(), ledger -> ledger.during(time));
  }

  /**
   * What {@code window} says; without it, what {@link #absolute} reads; without that, {@code
   * absent}.
   *
   * @param longest that a rolling window may be
   */
  public static WindowParameter any(Parameters parameters, Duration longest, WindowLength absent) {
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
      throw new InvalidParameterException("to", parameters.text("to").orElse(""), "after from");
    }
    return new TimeWindow(from, to);
  }

  private static BlockRange blocks(Parameters parameters) {
    for (String other : new String[] {"from", "to"}) {
      if (parameters.has(other)) {
        throw new InvalidParameterException(
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
    return value.orElseThrow(() -> InvalidParameterException.missing(name, bound));
  }
}
