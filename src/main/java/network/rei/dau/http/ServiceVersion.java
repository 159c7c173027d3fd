package network.rei.dau.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions that were built, from {@code rei-dau-version.properties}. */
public final class ServiceVersion {

  private ServiceVersion() {}

  public static String current() {
    return property("version");
  }

  /** The version of the Swagger UI that is built in. */
  public static String ofSwaggerUi() {
    return property("swagger-ui");
  }

  /** The version of uPlot, which draws the page's charts. */
  public static String ofUplot() {
    return property("uplot");
  }

  private static String property(String name) {
    try (InputStream in = ServiceVersion.class.getResourceAsStream("/rei-dau-version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty(name, "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
