package network.rei.dau.http.embed.picture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The colours of a chart: those of the page. */
public enum Theme {
  LIGHT("#ffffff", "#12161d", "#5a6472", "#e4e7ec", "#4f46e5"),
  DARK("#151a21", "#edf0f4", "#9aa5b4", "#262d38", "#8f8bff");

  private final String background;
  private final String text;
  private final String muted;
  private final String grid;
  private final String line;

  Theme(String background, String text, String muted, String grid, String line) {
    this.background = background;
    this.text = text;
    this.muted = muted;
    this.grid = grid;
    this.line = line;
  }

  /** Returns the keys of all themes. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Theme::key).toList();
  }

  /** Returns the theme with a {@link #key}. */
  public static Theme of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  /** Returns the name in requests. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  String background() {
    return background;
  }

  String text() {
    return text;
  }

  /** Returns the colour of labels. */
  String muted() {
    return muted;
  }

  String grid() {
    return grid;
  }

  /** Returns the colour of the values. */
  String line() {
    return line;
  }
}
