package network.rei.dau.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that was built, from {@code rei-dau-version.properties}. */
final class ServiceVersion {

  private ServiceVersion() {}

  static String current() {
    try (InputStream in = ServiceVersion.class.getResourceAsStream("/rei-dau-version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
