package network.rei.dau.text;

import java.util.Locale;
import network.rei.dau.activity.period.Metric;

/** Names metrics for people. */
public final class MetricTitle {

  private MetricTitle() {}

  /** Returns the title of a chart, such as {@code Weekly active addresses}. */
  public static String of(Metric metric) {
    String label = label(metric);
    return label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1);
  }

  /** Returns the same in lower case, for a badge. */
  public static String label(Metric metric) {
    return switch (metric) {
      case ADDRESSES -> "active addresses";
      case WEEKLY_ADDRESSES -> "weekly active addresses";
      case MONTHLY_ADDRESSES -> "monthly active addresses";
      default -> metric.key().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    };
  }
}
