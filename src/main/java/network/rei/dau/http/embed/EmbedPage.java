package network.rei.dau.http.embed;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.embed.picture.Chart;
import network.rei.dau.http.embed.picture.Markup;
import network.rei.dau.http.embed.picture.Theme;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.response.SnapshotDirectives.Rendering;

/**
 * A page for frames, which shows one chart without scripts: in the theme of the reader, and in
 * another shape where the frame is narrow. It reads itself again every 5 minutes.
 *
 * @param theme empty for that of the reader
 */
record EmbedPage(ChartQuery query, Optional<Theme> theme) implements Rendering {

  private static final String STYLE =
      "html{background:transparent}body{margin:0}img{display:block;width:100%;height:auto;"
          + "max-height:100vh;object-fit:contain}";

  /** Any page may show this one in a frame; the page itself loads nothing but its charts. */
  static final String CONTENT_SECURITY =
      "default-src 'none'; img-src 'self'; style-src '%s'; base-uri 'none'; form-action 'none';"
              .formatted(hash(STYLE))
          + " frame-ancestors *";

  private static final String AUTO = "auto";

  /** Narrower frames have a chart of another shape, so that its texts are not too small. */
  private static final int NARROW = 480;

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="robots" content="noindex">
      <meta http-equiv="refresh" content="300">
      <title>%1$s</title>
      <style>%2$s</style>
      </head>
      <body>
      <main>
      <a href="%5$s" target="_blank" rel="noopener">
      <picture>
      %3$s
      <img src="%4$s" width="720" height="320" alt="%1$s">
      </picture>
      </a>
      </main>
      </body>
      </html>
      """;

  /**
   * Reads {@code theme}.
   *
   * @throws network.rei.dau.http.parameter.InvalidParameterException if it is another word
   */
  static EmbedPage of(ChartQuery query, Parameters parameters) {
    List<String> allowed = Stream.concat(Stream.of(AUTO), Theme.keys().stream()).toList();
    String theme = parameters.word("theme", allowed, AUTO);
    return new EmbedPage(
        query, theme.equals(AUTO) ? Optional.empty() : Optional.of(Theme.of(theme)));
  }

  @Override
  public byte[] render(Ledger ledger) {
    Chart chart = query.chart(ledger);
    return PAGE.formatted(
            Markup.escaped(chart.description()),
            STYLE,
            String.join("\n", sources()),
            image(theme.orElse(Theme.LIGHT), false),
            Markup.escaped("../?metric=" + query.metric().key() + "&" + view()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private List<String> sources() {
    String narrow = "(max-width: %dpx)".formatted(NARROW);
    String dark = "(prefers-color-scheme: dark)";
    return theme
        .map(chosen -> List.of(source(narrow, chosen, true)))
        .orElse(
            List.of(
                source(narrow + " and " + dark, Theme.DARK, true),
                source(dark, Theme.DARK, false),
                source(narrow, Theme.LIGHT, true)));
  }

  private String source(String media, Theme of, boolean narrow) {
    return "<source media=\"%s\" srcset=\"%s\" width=\"%d\" height=\"%d\">"
        .formatted(media, image(of, narrow), narrow ? 400 : 720, narrow ? 260 : 320);
  }

  private String image(Theme of, boolean narrow) {
    return Markup.escaped(
        "../chart/%s.svg?%s&theme=%s%s"
            .formatted(
                query.metric().key(), view(), of.key(), narrow ? "&width=400&height=260" : ""));
  }

  /** Returns what is shown of the metric as parameters, which the page for people also has. */
  private String view() {
    return "resolution=%s%s&filter=%s"
        .formatted(
            query.periods().resolution().key(),
            query.url().isEmpty() ? "" : "&" + query.url(),
            query.filter().key());
  }

  private static String hash(String style) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
