package network.rei.dau.http.page;

import network.rei.dau.activity.period.Metric;
import network.rei.dau.text.MetricTitle;

/**
 * What chats and social networks show of a link to the page: the chart of a metric.
 *
 * @param image its URL, which is relative if the settings do not name the URL of the page
 */
record LinkPreview(String title, String text, String image) {

  /** The size that such services expect. */
  private static final String IMAGE = "%schart/%s.png?range=30d&width=1200&height=630&scale=1";

  /** Returns the preview of the page. */
  static LinkPreview ofOverview(PageSettings settings) {
    return new LinkPreview(
        "Active addresses of " + settings.chainName(),
        "Active addresses, senders and transactions of %s, exact to the block and live."
            .formatted(settings.chainName()),
        image(Metric.ADDRESSES, settings));
  }

  /** Returns the preview of the view of a metric. */
  static LinkPreview of(Metric metric, PageSettings settings) {
    return new LinkPreview(
        "%s of %s".formatted(MetricTitle.of(metric), settings.chainName()),
        metric.definition(),
        image(metric, settings));
  }

  private static String image(Metric metric, PageSettings settings) {
    return IMAGE.formatted(settings.url(), metric.key());
  }
}
