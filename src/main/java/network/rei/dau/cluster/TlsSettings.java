package network.rei.dau.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;

/**
 * The PEM files with which nodes authenticate each other ({@code rei-dau.cluster.tls}). Akka reads
 * them again every few minutes, so that certificates can be renewed.
 *
 * @param certificate the certificate of this node. A connection is accepted only if the certificate
 *     of the other node is signed by the authority and has a name in common with this one
 * @param key the private key of the certificate
 * @param authority the certificate of the authority that signed the certificates of all nodes
 */
public record TlsSettings(Path certificate, Path key, Path authority) {

  private static final String KEY = ClusterSettings.KEY + "tls.";

  public TlsSettings {
    requireReadable("certificate", certificate);
    requireReadable("key", key);
    requireReadable("authority", authority);
  }

  /** Reads the settings; empty if none of them is set. */
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
                "a PEM file is needed, because another key of rei-dau.cluster.tls is set");
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
      throw new SettingsException(KEY + name, file, "a readable PEM file is needed");
    }
  }

  /** Returns the configuration of Akka. */
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
