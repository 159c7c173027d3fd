package network.rei.dau.http.v1.blockscout;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import network.rei.dau.activity.period.Resolution;

/** {@code GET /api/v1/lines}: the lines that are served, by section. */
record LinesView(List<SectionView> sections) {

  /** The lines about one subject. */
  record SectionView(String id, String title, List<InfoView> charts) {}

  /**
   * A line.
   *
   * @param units left out for counts and shares
   * @param resolutions in upper case, as Blockscout writes them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record InfoView(
      String id, String title, String description, String units, List<String> resolutions) {

    static InfoView of(Line line) {
      return new InfoView(line.id(), line.title(), line.description(), line.units(), RESOLUTIONS);
    }
  }

  /** The values of the parameter {@code resolution}. */
  static final List<String> RESOLUTIONS =
      List.of(key(Resolution.DAY), key(Resolution.WEEK), key(Resolution.MONTH));

  /** Returns the view of some lines. */
  static LinesView of(List<Line> lines) {
    return new LinesView(
        Arrays.stream(Line.Section.values())
            .map(
                section ->
                    new SectionView(
                        section.id(),
                        section.title(),
                        lines.stream()
                            .filter(line -> line.section() == section)
                            .map(InfoView::of)
                            .toList()))
            .toList());
  }

  private static String key(Resolution resolution) {
    return resolution.key().toUpperCase(Locale.ROOT);
  }
}
