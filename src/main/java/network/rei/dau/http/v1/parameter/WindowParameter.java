package network.rei.dau.http.v1.parameter;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.WindowLookup;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.filter.ActivityFilter;

/**
 * The window that a request selects.
 *
 * @param length of a rolling window, in lower case; empty for other windows
 * @param activity computes the activity of the window, from stored days and hours where there are
 *     no records
 * @param recorded computes the activity of the window from the records only
 */
public record WindowParameter(
    Optional<String> length,
    Function<Ledger, WindowActivity> activity,
    Function<Ledger, WindowActivity> recorded) {

  private static final WindowLength DAY = new WindowLength("24h", Duration.ofHours(24));

  /**
   * Returns the activity of the window, which may be known from stored days and hours unless the
   * filter needs its records.
   */
  public WindowActivity activityIn(Ledger ledger, ActivityFilter filter) {
    return filter.needsRecords() ? recordedIn(ledger) : activity.apply(ledger);
  }

  /** Returns the activity of the window; unknown if records of it are deleted. */
  public WindowActivity recordedIn(Ledger ledger) {
    return recorded.apply(ledger);
  }

  /**
   * Returns the window of a length that ends at the last processed block.
   *
   * @param name of the parameter
   * @throws InvalidParameterException if the value is not a length up to {@code longest}
   */
  public static WindowParameter rolling(String name, String value, Duration longest) {
    return rolling(WindowLength.parse(name, value, longest));
  }

  /**
   * Returns the window from {@code from} to {@code to}, or from {@code fromBlock} to {@code
   * toBlock}.
   *
   * @throws InvalidParameterException if they are missing, invalid or mixed
   */
  public static WindowParameter absolute(Parameters parameters) {
    if (parameters.has("fromBlock") || parameters.has("toBlock")) {
      return absolute(blocks(parameters));
    }
    return absolute(time(parameters));
  }

  private static WindowParameter absolute(Window window) {
    return new WindowParameter(
        Optional.empty(),
        ledger -> new WindowLookup(ledger).activity(window),
        ledger -> new WindowLookup(ledger).recorded(window));
  }

  /**
   * Returns the rolling window that {@code window} selects, or the window that {@link #absolute}
   * reads, or the rolling window of the default length if neither is given.
   *
   * @param longest rolling window
   * @throws InvalidParameterException if a parameter is invalid
   */
  public static WindowParameter of(
      Parameters parameters, Duration longest, WindowLength defaultLength) {
    Optional<String> window = parameters.text("window");
    if (window.isPresent()) {
      return rolling("window", window.get(), longest);
    }
    return Stream.of("from", "to", "fromBlock", "toBlock").anyMatch(parameters::has)
        ? absolute(parameters)
        : rolling(defaultLength);
  }

  /** As {@link #of}; without parameters the last 24 hours, or {@code longest} if it is shorter. */
  public static WindowParameter ofDay(Parameters parameters, Duration longest) {
    return of(parameters, longest, usual(longest));
  }

  /**
   * Returns the rolling window that {@code window} selects; without it the last 24 hours, or {@code
   * longest} if it is shorter.
   *
   * @throws InvalidParameterException if it is not a length up to {@code longest}
   */
  public static WindowParameter rollingDay(Parameters parameters, Duration longest) {
    return parameters
        .text("window")
        .map(window -> rolling("window", window, longest))
        .orElseGet(() -> rolling(usual(longest)));
  }

  private static WindowLength usual(Duration longest) {
    return DAY.duration().compareTo(longest) <= 0 ? DAY : WindowLength.of(longest);
  }

  private static WindowParameter rolling(WindowLength length) {
    Function<Ledger, WindowActivity> activity = ledger -> ledger.rolling(length.duration());
    return new WindowParameter(Optional.of(length.text()), activity, activity);
  }

  private static TimeWindow time(Parameters parameters) {
    long from = required("from", parameters.second("from"), "a time, or fromBlock a block");
    long to = required("to", parameters.second("to"), "a time after from");
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
        required("fromBlock", parameters.number("fromBlock", 0, Long.MAX_VALUE / 2), "a block");
    long to =
        required(
            "toBlock",
            parameters.number("toBlock", from, Long.MAX_VALUE / 2),
            "a block, fromBlock or a later one");
    return new BlockRange(from, to);
  }

  private static long required(String name, Optional<Long> value, String bound) {
    return value.orElseThrow(() -> InvalidParameterException.missing(name, bound));
  }
}
