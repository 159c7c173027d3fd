package network.rei.dau.http.embed.picture;

import java.util.List;
import network.rei.dau.http.embed.picture.SvgDocument.Anchor;
import network.rei.dau.http.embed.picture.SvgDocument.Lettering;
import network.rei.dau.http.embed.picture.Typeface.Weight;
import network.rei.dau.text.NumberText;

/**
 * Draws a chart: a line over an area from 0, interrupted where values are unknown, dashed and with
 * hollow points where periods are incomplete.
 */
public final class ChartDrawing {

  private static final double TITLE = 16;
  private static final double LABEL = 12;
  private static final double SMALL = 11;
  private static final double MARGIN = 20;
  private static final double LOW_MARGIN = 12;
  private static final double LINE = 18;

  /** A lower chart has neither subtitle nor footer. */
  private static final int LOW = 180;

  /** Space of a tick. */
  private static final double TICK_HEIGHT = 44;

  private static final double TICK_WIDTH = 72;

  /** More points than this are not marked one by one. */
  private static final int MARKED_POINTS = 62;

  private static final double AREA_OPACITY = 0.12;

  private final Chart chart;
  private final Theme theme;
  private final int width;
  private final int height;
  private final SvgDocument svg;
  private final ValueAxis axis;
  private final double margin;
  private final double left;
  private final double right;
  private final double top;
  private final double bottom;

  private ChartDrawing(Chart chart, Theme theme, int width, int height, Lettering lettering) {
    this.chart = chart;
    this.theme = theme;
    this.width = width;
    this.height = height;
    this.svg = new SvgDocument(width, height, chart.description(), lettering);
    this.margin = isLow() ? LOW_MARGIN : MARGIN;
    this.top = margin + TITLE + (isLow() ? LINE : 2 * LINE);
    this.bottom = height - margin - LINE - (isLow() ? 0 : LINE);
    this.axis = axis(chart, (int) Math.max(1, Math.min(6, (bottom - top) / TICK_HEIGHT)));
    this.left =
        margin
            + 10
            + axis.ticks().stream()
                .mapToDouble(tick -> Typeface.width(tickLabel(tick), SMALL, Weight.REGULAR))
                .max()
                .orElse(0);
    this.right = width - margin;
  }

  /**
   * Returns a chart as SVG.
   *
   * @param width in pixels
   * @param height in pixels
   */
  public static byte[] svg(Chart chart, Theme theme, int width, int height) {
    return new ChartDrawing(chart, theme, width, height, Lettering.TEXT).draw();
  }

  /** Returns a chart as SVG whose texts are outlines, for {@link PngRenderer}. */
  static byte[] outlined(Chart chart, Theme theme, int width, int height) {
    return new ChartDrawing(chart, theme, width, height, Lettering.OUTLINES).draw();
  }

  private static ValueAxis axis(Chart chart, int maxSteps) {
    double highest =
        chart.points().stream().flatMapToDouble(point -> point.value().stream()).max().orElse(0);
    boolean whole =
        chart.points().stream()
            .flatMapToDouble(point -> point.value().stream())
            .allMatch(value -> value == Math.rint(value));
    return ValueAxis.of(highest, whole, maxSteps);
  }

  private boolean isLow() {
    return height < LOW;
  }

  private byte[] draw() {
    svg.rectangle(0, 0, width, height, 8, theme.background());
    drawHead();
    if (chart.latest().isPresent()) {
      drawValueAxis();
      drawTimeAxis();
      drawAreas();
      drawLines(true);
      drawLines(false);
      drawPoints();
    } else {
      svg.text(
          chart.emptyText(),
          (left + right) / 2,
          (top + bottom) / 2,
          LABEL,
          Weight.REGULAR,
          Anchor.MIDDLE,
          theme.muted());
    }
    if (!isLow()) {
      String footer = fitting(chart.footers(), SMALL);
      write(footer, margin, height - margin + 4, SMALL, Weight.REGULAR, theme.muted());
    }
    return svg.bytes();
  }

  /** Writes the title on the left and the newest complete value on the right. */
  private void drawHead() {
    double titleLine = margin + TITLE - 2;
    double space = right - margin;
    if (chart.latest().isPresent()) {
      String value = chart.value(chart.latest().getAsInt());
      double width = Typeface.width(value, TITLE, Weight.BOLD);
      svg.text(value, right, titleLine, TITLE, Weight.BOLD, Anchor.END, theme.line());
      space -= width + LINE;
    }
    write(chart.title(), margin, titleLine, TITLE, Weight.BOLD, theme.text(), space);
    if (isLow()) {
      drawZone(titleLine, space);
    } else {
      double subtitleSpace = right - margin;
      String subtitle = fitting(chart.subtitles(), LABEL);
      if (chart.latest().isPresent()) {
        String period = chart.period(chart.latest().getAsInt());
        double width = Typeface.width(period, LABEL, Weight.REGULAR);
        double before = Typeface.width(subtitle, LABEL, Weight.REGULAR);
        if (before + width + LINE <= subtitleSpace) {
          svg.text(
              period, right, titleLine + LINE, LABEL, Weight.REGULAR, Anchor.END, theme.muted());
        }
      }
      write(
          subtitle, margin, titleLine + LINE, LABEL, Weight.REGULAR, theme.muted(), subtitleSpace);
    }
  }

  /** Returns the first of texts that is not wider than the chart, or the last one. */
  private String fitting(List<String> texts, double size) {
    return texts.stream()
        .filter(text -> Typeface.width(text, size, Weight.REGULAR) <= right - margin)
        .findFirst()
        .orElse(texts.get(texts.size() - 1));
  }

  /** Writes the time zone after the title of a low chart, unless it is UTC or there is no space. */
  private void drawZone(double line, double space) {
    String zone = chart.times().zoneName();
    double before = Typeface.width(chart.title(), TITLE, Weight.BOLD) + 8;
    if (!chart.times().isUtc() && before + Typeface.width(zone, SMALL, Weight.REGULAR) <= space) {
      write(zone, margin + before, line, SMALL, Weight.REGULAR, theme.muted());
    }
  }

  private void drawValueAxis() {
    for (double tick : axis.ticks()) {
      double y = Math.rint(y(tick)) + 0.5;
      svg.line(left, y, right, y, theme.grid());
      svg.text(tickLabel(tick), left - 8, y + 4, SMALL, Weight.REGULAR, Anchor.END, theme.muted());
    }
  }

  private void drawTimeAxis() {
    int maxLabels = (int) Math.max(1, (right - left) / TICK_WIDTH);
    List<Long> starts = chart.points().stream().map(Chart.Point::start).toList();
    for (TimeAxis.Tick tick :
        new TimeAxis(chart.resolution(), chart.times()).ticks(starts, maxLabels)) {
      double half = Typeface.width(tick.label(), SMALL, Weight.REGULAR) / 2;
      double x = Math.max(left + half - 8, Math.min(right - half, x(tick.time())));
      svg.text(tick.label(), x, bottom + LINE, SMALL, Weight.REGULAR, Anchor.MIDDLE, theme.muted());
    }
  }

  /** Fills the area below each run of known values. */
  private void drawAreas() {
    List<Chart.Point> points = chart.points();
    StringBuilder path = new StringBuilder();
    int begin = 0;
    while (begin < points.size()) {
      int end = begin;
      while (end < points.size() && points.get(end).value().isPresent()) {
        end++;
      }
      if (end - begin > 1) {
        path.append('M').append(place(points.get(begin).start(), 0));
        points.subList(begin, end).forEach(point -> path.append('L').append(place(point)));
        path.append('L').append(place(points.get(end - 1).start(), 0)).append('Z');
      }
      begin = Math.max(end, begin + 1);
    }
    if (path.length() > 0) {
      svg.area(path.toString(), theme.line(), AREA_OPACITY);
    }
  }

  /** Draws the lines between neighbours that are both complete, or the other ones. */
  private void drawLines(boolean complete) {
    List<Chart.Point> points = chart.points();
    StringBuilder path = new StringBuilder();
    boolean drawn = false;
    for (int i = 1; i < points.size(); i++) {
      Chart.Point from = points.get(i - 1);
      Chart.Point to = points.get(i);
      boolean known = from.value().isPresent() && to.value().isPresent();
      if (known && (from.complete() && to.complete()) == complete) {
        if (!drawn) {
          path.append('M').append(place(from));
        }
        path.append('L').append(place(to));
        drawn = true;
      } else {
        drawn = false;
      }
    }
    if (path.length() > 0) {
      svg.curve(path.toString(), theme.line(), 2, !complete);
    }
  }

  /** Marks values that have no neighbour, incomplete values, and the newest one. */
  private void drawPoints() {
    List<Chart.Point> points = chart.points();
    int newest = chart.latest().orElseThrow();
    for (int i = 0; i < points.size(); i++) {
      Chart.Point point = points.get(i);
      boolean alone = !hasValue(i - 1) && !hasValue(i + 1);
      boolean last = i == newest || i == points.size() - 1;
      boolean hollow = !point.complete() && points.size() <= MARKED_POINTS;
      if (point.value().isPresent() && (alone || last || hollow)) {
        svg.circle(
            x(point.start()),
            y(point.value().getAsDouble()),
            3,
            point.complete() ? theme.line() : theme.background(),
            theme.line());
      }
    }
  }

  private boolean hasValue(int place) {
    List<Chart.Point> points = chart.points();
    return place >= 0 && place < points.size() && points.get(place).value().isPresent();
  }

  private void write(String text, double x, double y, double size, Weight weight, String fill) {
    write(text, x, y, size, weight, fill, right - x);
  }

  /** Writes a text that is cut off if it is too wide. */
  private void write(
      String text, double x, double y, double size, Weight weight, String fill, double space) {
    svg.text(Typeface.fitted(text, size, weight, space), x, y, size, weight, Anchor.START, fill);
  }

  private String tickLabel(double tick) {
    return NumberText.onAxis(tick, chart.unit(), axis.top());
  }

  private String place(Chart.Point point) {
    return place(point.start(), point.value().orElseThrow());
  }

  private String place(long start, double value) {
    return SvgDocument.number(x(start)) + " " + SvgDocument.number(y(value));
  }

  private double x(long start) {
    long first = chart.points().get(0).start();
    long last = chart.points().get(chart.points().size() - 1).start();
    double inset = 5;
    return first == last
        ? (left + right) / 2
        : left + inset + (right - left - 2 * inset) * (start - first) / (last - first);
  }

  private double y(double value) {
    return bottom - (bottom - top) * value / axis.top();
  }
}
