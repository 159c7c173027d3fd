package network.rei.dau.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A ledger's activity hour by hour or day by day. */
public final class Series {

  private Series() {}

  /**
   * The activity of each hour or day that has a second in common with {@code [from, to)}, oldest
   * first: from the one of the first stored block at the earliest to the one of the last at the
   * latest, without a gap between.
   *
   * @param from seconds since 1970; from the first stored block if it is empty
   * @param to seconds since 1970, not included; to the last stored block if it is empty
   */
  public static List<WindowActivity> of(
      Ledger ledger, Resolution resolution, OptionalLong from, OptionalLong to) {
    return bounds(ledger, from, to)
        .map(bounds -> points(ledger, resolution, bounds))
        .orElse(List.of());
  }

  private static Optional<TimeWindow> bounds(Ledger ledger, OptionalLong from, OptionalLong to) {
    if (ledger.isEmpty()) {
      return Optional.empty();
    }
    long first = ledger.first().orElseThrow().firstTimestamp();
    long afterLast = ledger.last().orElseThrow().lastTimestamp() + 1;
    long start = Math.max(from.orElse(first), first);
    long end = Math.min(to.orElse(afterLast), afterLast);
    return start < end ? Optional.of(new TimeWindow(start, end)) : Optional.empty();
  }

  private static List<WindowActivity> points(
      Ledger ledger, Resolution resolution, TimeWindow bounds) {
    List<WindowActivity> points = new ArrayList<>();
    TimeWindow point = resolution.around(bounds.from());
    while (point.from() < bounds.to()) {
      points.add(ledger.during(point));
      point = resolution.around(point.to());
    }
    return points;
  }
}
