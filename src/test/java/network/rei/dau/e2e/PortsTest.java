package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {

  /** Reserves ports until one is not below that of the argument, and prints it. */
  static final class Reserving {
    private Reserving() {}

    public static void main(String[] args) throws IOException {
      int port = Ports.reserve();
      while (port < Integer.parseInt(args[0])) {
        port = Ports.reserve();
      }
      System.out.print(port);
    }
  }

  @Test
  void shouldReserveDifferentPortsInProcessesWithDifferentTemporaryFolders(@TempDir Path folder)
      throws IOException, InterruptedException, URISyntaxException {
    int port = Ports.reserve();
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                Path.of(Ports.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString(),
                Reserving.class.getName(),
                String.valueOf(port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    String reserved = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(other.waitFor()).isZero();
    assertThat(Integer.parseInt(reserved)).isGreaterThan(port);
  }
}
