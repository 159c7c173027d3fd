package network.rei.dau.http.embed.picture;

/** Escapes texts for XML and HTML. */
public final class Markup {

  private Markup() {}

  /** Returns a text for an element or an attribute, without the characters that XML forbids. */
  public static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().filter(Markup::isInXml).forEach(letter -> append(letter, escaped));
    return escaped.toString();
  }

  private static void append(int letter, StringBuilder escaped) {
    switch (letter) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\'' -> escaped.append("&#39;");
      default -> escaped.appendCodePoint(letter);
    }
  }

  /** Unpaired surrogates are not in XML, like most control characters. */
  private static boolean isInXml(int letter) {
    return letter == '\t'
        || letter == '\n'
        || (letter >= 0x20 && letter < 0xD800)
        || (letter > 0xDFFF && letter < 0xFFFE)
        || letter > 0xFFFF;
  }
}
