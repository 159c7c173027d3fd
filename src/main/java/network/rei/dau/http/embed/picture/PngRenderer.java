package network.rei.dau.http.embed.picture;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Renders charts as PNG with JSVG. The library and Java's graphics are loaded by the first chart.
 * One chart is rendered at a time, because an image takes 4 bytes a pixel.
 */
public final class PngRenderer {

  static {
    // without this, Java opens the display that DISPLAY names
    System.setProperty("java.awt.headless", "true");
  }

  private PngRenderer() {}

  /**
   * Returns a chart as PNG.
   *
   * @param width in pixels at scale 1
   * @param height in pixels at scale 1
   * @param scale pixels of the image for each pixel
   */
  public static synchronized byte[] png(
      Chart chart, Theme theme, int width, int height, int scale) {
    SVGDocument document =
        new SVGLoader()
            .load(
                new ByteArrayInputStream(ChartDrawing.outlined(chart, theme, width, height)),
                null,
                LoaderContext.createDefault());
    if (document == null) {
      throw new IllegalStateException("JSVG did not read a chart; its log has the reason");
    }
    BufferedImage image =
        new BufferedImage(width * scale, height * scale, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.scale(scale, scale);
      document.render(null, graphics, new ViewBox(width, height));
    } finally {
      graphics.dispose();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 15);
    // the cache of ImageIO.write would be a file
    try (MemoryCacheImageOutputStream png = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(image, "png", png)) {
        throw new IllegalStateException("Java has no writer of PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
