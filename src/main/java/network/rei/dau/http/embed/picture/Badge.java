package network.rei.dau.http.embed.picture;

import network.rei.dau.http.embed.picture.SvgDocument.Lettering;
import network.rei.dau.http.embed.picture.Typeface.Weight;

/**
 * A badge for a README: a label and a value.
 *
 * @param label the name of the value
 * @param text the value
 * @param state how much of it is known
 */
public record Badge(String label, String text, State state) {

  /** How much of the value is known. */
  public enum State {
    COMPLETE("#4f46e5"),
    INCOMPLETE("#93500a"),
    UNKNOWN("#5a6472");

    private final String colour;

    State(String colour) {
      this.colour = colour;
    }
  }

  private static final int HEIGHT = 20;
  private static final double SIZE = 11.5;
  private static final double BASE_LINE = 14;
  private static final double SPACE = 7;

  /** Returns the badge as SVG. */
  public byte[] svg() {
    double labelWidth = Typeface.width(label, SIZE, Weight.REGULAR);
    double textWidth = Typeface.width(text, SIZE, Weight.REGULAR);
    double labelPart = Math.ceil(labelWidth + 2 * SPACE);
    double valuePart = Math.ceil(textWidth + 2 * SPACE);
    SvgDocument svg =
        new SvgDocument((int) (labelPart + valuePart), HEIGHT, label + ": " + text, Lettering.TEXT);
    svg.rectangle(0, 0, labelPart + valuePart, HEIGHT, 4, "#3d4450");
    svg.area(valueArea(labelPart, labelPart + valuePart), state.colour, 1);
    svg.measuredText(label, SPACE, BASE_LINE, SIZE, labelWidth, "#ffffff");
    svg.measuredText(text, labelPart + SPACE, BASE_LINE, SIZE, textWidth, "#ffffff");
    return svg.bytes();
  }

  /** Returns the path of the part on the right, whose outer corners are round. */
  private static String valueArea(double from, double to) {
    return "M%1$s 0H%2$sQ%3$s 0 %3$s 4V16Q%3$s 20 %2$s 20H%1$sZ"
        .formatted(SvgDocument.number(from), SvgDocument.number(to - 4), SvgDocument.number(to));
  }
}
