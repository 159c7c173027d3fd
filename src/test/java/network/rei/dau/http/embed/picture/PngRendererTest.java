package network.rei.dau.http.embed.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import network.rei.dau.activity.period.Resolution;
import org.junit.jupiter.api.Test;

class PngRendererTest {

  private static final long FIRST = 1_764_028_800;

  private static final Chart CHART =
      new Chart(
          "Active addresses",
          List.of("by day, last 30 days"),
          List.of("REI Network"),
          "addresses",
          Resolution.DAY,
          new TimeText(ZoneOffset.UTC),
          "No data in this time",
          IntStream.range(0, 30)
              .mapToObj(
                  day ->
                      new Chart.Point(
                          FIRST + day * 86_400L, OptionalDouble.of(5_000 + day), day < 29))
              .toList());

  /** Renders a chart in a process of its own and names the classes for fonts that it loaded. */
  public static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      System.out.println("bytes " + PngRenderer.png(CHART, Theme.LIGHT, 720, 320, 2).length);
    }
  }

  @Test
  void shouldRenderTheColoursOfTheTheme() throws IOException {
    for (Theme theme : Theme.values()) {
      BufferedImage image = image(PngRenderer.png(CHART, theme, 400, 260, 1));

      assertThat(image.getWidth()).isEqualTo(400);
      assertThat(image.getHeight()).isEqualTo(260);
      assertThat(colour(image.getRGB(200, 3))).isEqualTo(theme.background());
      assertThat(colours(image)).contains(theme.line());
    }
  }

  @Test
  void shouldRenderTwiceAsManyPixelsAtScaleTwo() throws IOException {
    BufferedImage image = image(PngRenderer.png(CHART, Theme.LIGHT, 1_200, 800, 2));

    assertThat(image.getWidth()).isEqualTo(2_400);
    assertThat(image.getHeight()).isEqualTo(1_600);
  }

  @Test
  void shouldRenderTextsWithoutFontsOfTheSystem() throws Exception {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xlog:class+load",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName());
    // fontconfig finds no font, as in an image of a container without fonts
    java.environment().put("FONTCONFIG_FILE", "/dev/null");
    java.environment().put("DISPLAY", ":nowhere");
    Process process = java.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output.lines().filter(line -> line.contains(" source:") && isOfFonts(line)))
        .isEmpty();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).containsPattern("(?m)^bytes [1-9]\\d{3,}$");
  }

  private static boolean isOfFonts(String line) {
    return List.of("sun.font.SunFontManager", "sun.awt.FontConfiguration", "sun.font.FontManager ")
        .stream()
        .anyMatch(line::contains);
  }

  private static BufferedImage image(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static List<String> colours(BufferedImage image) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
        .distinct()
        .mapToObj(PngRendererTest::colour)
        .toList();
  }

  private static String colour(int rgb) {
    return "#%06x".formatted(rgb & 0xffffff);
  }
}
