package network.rei.dau.cluster;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
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

  /**
   * Returns the times at which the certificates expire, by setting. A file may contain several
   * certificates, of which the first to expire counts; a file that cannot be read is left out.
   */
  public Map<String, Instant> expiries() {
    Map<String, Instant> expiries = new LinkedHashMap<>();
    expiry(certificate).ifPresent(time -> expiries.put("certificate", time));
    expiry(authority).ifPresent(time -> expiries.put("authority", time));
    return expiries;
  }

  private static Optional<Instant> expiry(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(one -> ((X509Certificate) one).getNotAfter().toInstant())
          .min(Comparator.naturalOrder());
    } catch (IOException | CertificateException e) {
      return Optional.empty();
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
