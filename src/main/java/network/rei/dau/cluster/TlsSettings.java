package network.rei.dau.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;

/**
 * With what nodes show each other who they are ({@code rei-dau.cluster.tls}); PEM files, which are
 * read again every few minutes, so that certificates can be renewed.
 *
 * @param certificate of this node; a node is let in only if its certificate has a name in common
 *     with this one, and is signed by the authority
 * @param key that belongs to it
 * @param authority certificate that signed those of all nodes
 */
public record TlsSettings(Path certificate, Path key, Path authority) {

  private static final String KEY = ClusterSettings.KEY + "tls.";

  public TlsSettings {
    requireReadable("certificate", certificate);
    requireReadable("key", key);
    requireReadable("authority", authority);
  }

  /** Reads them; empty if none is set. */
  static Optional<TlsSettings> from(SettingsSource source) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String name : new String[] {"certificate", "key", "authority"}) {
      files.put(name, source.text(KEY + name).strip());
    }
    if (files.values().stream().allMatch(String::isEmpty)) {
      return Optional.empty();
    }
    files.forEach(
        (name, file) -> {
          if (file.isEmpty()) {
            throw new SettingsException(
                KEY + name,
                "",
                "a PEM file is needed, since another of rei-dau.cluster.tls is set");
          }
        });
    return Optional.of(
        new TlsSettings(
            Path.of(files.get("certificate")),
            Path.of(files.get("key")),
            Path.of(files.get("authority"))));
  }

  private static void requireReadable(String name, Path file) {
    if (!Files.isReadable(file)) {
      throw new SettingsException(KEY + name, file, "a PEM file that can be read is needed");
    }
  }

  /** What Akka is told. */
  Map<String, Object> akka() {
    String engine = "akka.remote.artery.ssl.rotating-keys-engine.";
    return Map.of(
        "akka.remote.artery.transport",
        "tls-tcp",
        "akka.remote.artery.ssl.ssl-engine-provider",
        "akka.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider",
        engine + "secret-mount-point",
        "",
        engine + "key-file",
        key.toAbsolutePath().toString(),
        engine + "cert-file",
        certificate.toAbsolutePath().toString(),
        engine + "ca-cert-file",
        authority.toAbsolutePath().toString());
  }
}
