package network.rei.dau.http.embed.picture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The outlines and widths of letters, from a table in the jar: Java draws text only where fonts and
 * libraries for fonts are installed, which many images of containers lack.
 */
final class Typeface {

  enum Weight {
    REGULAR(400),
    BOLD(700);

    private final int number;

    Weight(int number) {
      this.number = number;
    }

    /** Returns the number of the weight in CSS. */
    int number() {
      return number;
    }
  }

  /** The table is read at the first use. */
  private static final class Table {
    static final Map<Weight, Map<Integer, Glyph>> GLYPHS = read();
  }

  /**
   * A letter.
   *
   * @param advance its width, in thousandths of the size
   * @param outline as a path of SVG with absolute coordinates, in thousandths, upwards
   */
  private record Glyph(int advance, String outline) {}

  private static final String RESOURCE = "/embed/typeface.txt";
  private static final double UNITS = 1000;
  private static final int UNKNOWN = '?';
  private static final String ELLIPSIS = "…";
  private static final Pattern TOKEN = Pattern.compile("[MLQCZ]|-?\\d+");

  private Typeface() {}

  /** Returns the width of a text. */
  static double width(String text, double size, Weight weight) {
    return text.codePoints().map(letter -> glyph(letter, weight).advance()).sum() * size / UNITS;
  }

  /** Returns a text, cut off with an ellipsis if it is wider than {@code maxWidth}. */
  static String fitted(String text, double size, Weight weight, double maxWidth) {
    if (width(text, size, weight) <= maxWidth) {
      return text;
    }
    int[] letters = text.codePoints().toArray();
    for (int length = letters.length - 1; length > 0; length--) {
      String cut = new String(letters, 0, length).stripTrailing() + ELLIPSIS;
      if (width(cut, size, weight) <= maxWidth) {
        return cut;
      }
    }
    return "";
  }

  /** Returns the outlines of a text that begins at a place of its base line, as a path of SVG. */
  static String outline(String text, double x, double y, double size, Weight weight) {
    StringBuilder path = new StringBuilder();
    double pen = 0;
    for (int letter : text.codePoints().toArray()) {
      Glyph glyph = glyph(letter, weight);
      append(path, glyph.outline(), x + pen * size / UNITS, y, size / UNITS);
      pen += glyph.advance();
    }
    return path.toString();
  }

  private static void append(StringBuilder path, String outline, double x, double y, double scale) {
    Matcher tokens = TOKEN.matcher(outline);
    boolean horizontal = true;
    while (tokens.find()) {
      String token = tokens.group();
      if (Character.isLetter(token.charAt(0))) {
        path.append(token);
        horizontal = true;
      } else {
        double unit = Integer.parseInt(token) * scale;
        path.append(SvgDocument.number(horizontal ? x + unit : y - unit)).append(' ');
        horizontal = !horizontal;
      }
    }
  }

  private static Glyph glyph(int letter, Weight weight) {
    Map<Integer, Glyph> glyphs = Table.GLYPHS.get(weight);
    Glyph glyph = glyphs.get(letter);
    return glyph == null ? glyphs.get(UNKNOWN) : glyph;
  }

  private static Map<Weight, Map<Integer, Glyph>> read() {
    Map<Weight, Map<Integer, Glyph>> glyphs = new EnumMap<>(Weight.class);
    for (Weight weight : Weight.values()) {
      glyphs.put(weight, new HashMap<>());
    }
    try (InputStream in = Typeface.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", 4))
          .forEach(
              fields ->
                  glyphs
                      .get(Weight.valueOf(fields[0]))
                      .put(
                          Integer.parseInt(fields[1]),
                          new Glyph(
                              Integer.parseInt(fields[2]), fields.length > 3 ? fields[3] : "")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return glyphs;
  }
}
