package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs all stages of {@code deploy/Dockerfile}, including the build of the program with Maven. */
class ImageBuildNightly {

  private static final String IMAGE = "localhost/rei-dau-stats:whole";
  private static final String JAR = "/opt/rei-dau-stats/lib/rei-dau-stats.jar";

  @TempDir private Path folder;

  @Test
  void shouldContainTheJarThatMavenPackagesOutsideOfTheImage() throws Exception {
    Podman podman = Podman.withImage(folder);
    Path repository = Path.of(System.getProperty("user.home"), ".m2");

    // The artifacts that this machine has need not be downloaded; the overlay is discarded.
    podman.build(IMAGE, "--volume", repository + ":/root/.m2:O");
    try {
      String mounted = podman.run("image", "mount", IMAGE);
      assertThat(Files.mismatch(Path.of(mounted + JAR), Path.of(System.getProperty("rei-dau.jar"))))
          .isEqualTo(-1);
    } finally {
      podman.ended("image", "umount", IMAGE);
      podman.ended("image", "rm", IMAGE);
    }
  }
}
