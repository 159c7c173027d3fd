package network.rei.dau.storage.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.jdbc.JdbcRecordRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native library of SQLite, which is loaded once in a process, so the tests start others. */
class SqliteLibraryTest {

  @TempDir private Path folder;

  /** Opens a store and ends without closing anything. */
  public static void main(String[] folder) {
    StoreSettings settings = new StoreSettings(Path.of(folder[0]), Optional.empty());
    JdbcRecordRepository.open(settings, new StoreIdentity(1, 1200, Optional.empty()));
    Runtime.getRuntime().halt(0);
  }

  @Test
  void shouldLeaveNoCopyOfTheLibraryAlsoIfTheProcessIsKilled() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path leftover = leftover(cache, Duration.ofHours(1));
    Path inUse = leftover(cache, Duration.ZERO);

    assertThat(start(cache, "-Djava.io.tmpdir=" + temporary)).isZero();

    assertThat(files(temporary)).noneMatch(name -> name.contains("sqlite"));
    assertThat(files(cache)).contains(StoreSettings.DATABASE);
    assertThat(leftover).doesNotExist();
    assertThat(inUse).as("another process may be about to load it").exists();
  }

  @Test
  void shouldUseTheFolderOfTheProperty() throws Exception {
    Path named = Files.createDirectory(folder.resolve("named"));
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Path leftover = leftover(named, Duration.ofHours(1));

    assertThat(start(cache, "-Dorg.sqlite.tmpdir=" + named)).isZero();

    assertThat(leftover).doesNotExist();
    assertThat(files(named)).isEmpty();
  }

  private static Path leftover(Path folder, Duration age) throws IOException {
    Path leftover = Files.createTempDirectory(folder, ".sqlite-library-");
    Files.writeString(leftover.resolve("sqlite-libsqlitejdbc.so"), "a library");
    Files.setLastModifiedTime(leftover, FileTime.from(Instant.now().minus(age)));
    return leftover;
  }

  private static int start(Path cache, String option) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                option,
                SqliteLibraryTest.class.getName(),
                cache.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    assertThat(code).as(said).isNotNegative();
    return code;
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
