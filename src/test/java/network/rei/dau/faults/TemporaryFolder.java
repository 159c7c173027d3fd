package network.rei.dau.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for one try of a property, deleted at its end. */
final class TemporaryFolder implements AutoCloseable {

  private final Path path;

  TemporaryFolder() throws IOException {
    path = Files.createTempDirectory("rei-dau-test-");
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    network.rei.dau.cli.TemporaryFolder.delete(path);
  }
}
