package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Creates certificates for tests with {@code openssl}. Without it, the test is skipped with a line,
 * or fails if the variable {@code CI} is set.
 */
final class Certificates {

  private final Path folder;

  /** Creates a certificate authority. */
  Certificates(Path folder) throws IOException {
    requireOpenssl();
    this.folder = Files.createDirectories(folder);
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.pem");
  }

  private static void requireOpenssl() {
    boolean installed =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "openssl")));
    if (!installed) {
      String missing = "no openssl on the PATH";
      if (System.getenv("CI") != null) {
        fail(missing);
      }
      System.err.println("A test of TLS is skipped: " + missing);
      Assumptions.abort(missing);
    }
  }

  /** Returns the settings of a node with a certificate of this authority. */
  Map<String, String> settings(String name) throws IOException {
    openssl(
        "req -newkey rsa:2048 -nodes -subj /CN=rei-dau -keyout NAME.key -out NAME.csr"
            .replace("NAME", name));
    openssl(
        "x509 -req -in NAME.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out NAME.pem"
            .replace("NAME", name));
    return Map.of(
        "REI_DAU_CLUSTER_TLS_CERTIFICATE", file(name + ".pem"),
        "REI_DAU_CLUSTER_TLS_KEY", file(name + ".key"),
        "REI_DAU_CLUSTER_TLS_AUTHORITY", file("ca.pem"));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void openssl(String arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ", -1)));
    Path said = Files.createTempFile(folder, "openssl", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + ": " + Files.readString(said));
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
