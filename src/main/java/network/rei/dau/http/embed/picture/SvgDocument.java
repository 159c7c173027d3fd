package network.rei.dau.http.embed.picture;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Writes an SVG document. Colours and styles are attributes, because a content security policy
 * without styles forbids style sheets; all texts are escaped.
 */
final class SvgDocument {

  /** How texts are written. */
  enum Lettering {
    /** As texts, which a browser draws with its fonts. */
    TEXT,
    /** As outlines, which a renderer without fonts can draw. */
    OUTLINES
  }

  /** The side of its place at which a text is. */
  enum Anchor {
    START("start"),
    MIDDLE("middle"),
    END("end");

    private final String key;

    Anchor(String key) {
      this.key = key;
    }
  }

  private static final String FONTS =
      "Roboto,-apple-system,'Segoe UI','Helvetica Neue',Arial,sans-serif";

  private final Lettering lettering;
  private final StringBuilder out = new StringBuilder(4096);

  /**
   * Begins a document.
   *
   * @param description for those who cannot see the picture
   */
  SvgDocument(int width, int height, String description, Lettering lettering) {
    this.lettering = lettering;
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    attribute("width", width);
    attribute("height", height);
    attribute("viewBox", "0 0 %d %d".formatted(width, height));
    attribute("role", "img");
    attribute("aria-label", description);
    attribute("font-family", FONTS);
    out.append("><title>").append(Markup.escaped(description)).append("</title>");
  }

  /** Adds a rectangle with round corners. */
  void rectangle(double x, double y, double width, double height, double radius, String fill) {
    out.append("<rect");
    attribute("x", x);
    attribute("y", y);
    attribute("width", width);
    attribute("height", height);
    if (radius > 0) {
      attribute("rx", radius);
    }
    attribute("fill", fill);
    out.append("/>");
  }

  /** Adds a line of one pixel. */
  void line(double x1, double y1, double x2, double y2, String stroke) {
    out.append("<line");
    attribute("x1", x1);
    attribute("y1", y1);
    attribute("x2", x2);
    attribute("y2", y2);
    attribute("stroke", stroke);
    out.append("/>");
  }

  /** Adds an area without a border. */
  void area(String path, String fill, double opacity) {
    out.append("<path");
    attribute("d", path);
    attribute("fill", fill);
    if (opacity < 1) {
      attribute("fill-opacity", opacity);
    }
    out.append("/>");
  }

  /** Adds a curve. */
  void curve(String path, String stroke, double width, boolean dashed) {
    out.append("<path");
    attribute("d", path);
    attribute("fill", "none");
    attribute("stroke", stroke);
    attribute("stroke-width", width);
    attribute("stroke-linejoin", "round");
    attribute("stroke-linecap", dashed ? "butt" : "round");
    if (dashed) {
      attribute("stroke-dasharray", "4 3");
    }
    out.append("/>");
  }

  /** Adds a circle. */
  void circle(double x, double y, double radius, String fill, String stroke) {
    out.append("<circle");
    attribute("cx", x);
    attribute("cy", y);
    attribute("r", radius);
    attribute("fill", fill);
    attribute("stroke", stroke);
    attribute("stroke-width", 2);
    out.append("/>");
  }

  /** Adds a text whose base line begins, has its middle or ends at a place. */
  void text(
      String text,
      double x,
      double y,
      double size,
      Typeface.Weight weight,
      Anchor anchor,
      String fill) {
    if (lettering == Lettering.OUTLINES) {
      double width = Typeface.width(text, size, weight);
      double start =
          switch (anchor) {
            case START -> x;
            case MIDDLE -> x - width / 2;
            case END -> x - width;
          };
      area(Typeface.outline(text, start, y, size, weight), fill, 1);
      return;
    }
    out.append("<text");
    attribute("x", x);
    attribute("y", y);
    attribute("font-size", size);
    if (weight != Typeface.Weight.REGULAR) {
      attribute("font-weight", weight.number());
      // bold texts share a line, and other fonts are wider
      fitTo(Typeface.width(text, size, weight));
    }
    if (anchor != Anchor.START) {
      attribute("text-anchor", anchor.key);
    }
    attribute("fill", fill);
    out.append('>').append(Markup.escaped(text)).append("</text>");
  }

  /** Adds a text that takes the width for which its place was measured, whatever the font is. */
  void measuredText(String text, double x, double y, double size, double width, String fill) {
    out.append("<text");
    attribute("x", x);
    attribute("y", y);
    attribute("font-size", size);
    fitTo(width);
    attribute("fill", fill);
    out.append('>').append(Markup.escaped(text)).append("</text>");
  }

  private void fitTo(double width) {
    attribute("textLength", width);
    attribute("lengthAdjust", "spacingAndGlyphs");
  }

  /** Ends the document and returns it in UTF-8. */
  byte[] bytes() {
    return (out + "</svg>").getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a number with at most two decimals. */
  static String number(double value) {
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  private void attribute(String name, double value) {
    attribute(name, number(value));
  }

  private void attribute(String name, String value) {
    out.append(' ').append(name).append("=\"").append(Markup.escaped(value)).append('"');
  }
}
