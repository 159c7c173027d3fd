package network.rei.dau.activity;

import java.util.Arrays;
import java.util.List;

/** How long the points of a series are; all begin at a whole hour or midnight, UTC. */
public enum Resolution {
  HOUR(3_600),
  DAY(86_400);

  private final long seconds;

  Resolution(long seconds) {
    this.seconds = seconds;
  }

  /** The names of all, in lower case. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Resolution::key).toList();
  }

  /** Its name in answers. */
  public String key() {
    return switch (this) {
      case HOUR -> "hour";
      case DAY -> "day";
    };
  }

  /** The hour or day that holds a time, given in seconds since 1970. */
  public TimeWindow around(long timestamp) {
    long start = Math.floorDiv(timestamp, seconds) * seconds;
    return new TimeWindow(start, start + seconds);
  }
}
