package network.rei.dau.storage.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import network.rei.dau.storage.StorageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedFilesTest {

  @TempDir private Path folder;
  private CacheFolder held;
  private PublishedFiles files;

  @BeforeEach
  void open() {
    held = CacheFolder.open(folder, Clock.systemUTC());
    files = PublishedFiles.in(held);
  }

  @AfterEach
  void close() {
    held.close();
  }

  @Test
  void shouldReplaceAFileWhole() throws IOException {
    files.publish("statistics.json", out -> out.write("a long first content".getBytes(UTF_8)));
    files.publish("statistics.json", out -> out.write("short".getBytes(UTF_8)));
    assertThat(folder.resolve("statistics.json")).hasContent("short");
    assertThat(names()).containsExactlyInAnyOrder("lock", "statistics.json");
  }

  @Test
  void shouldShowTheOldFileWhileTheNewOneIsWritten() {
    files.publish("history.json", out -> out.write("old".getBytes(UTF_8)));
    files.publish(
        "history.json",
        out -> {
          out.write("new".getBytes(UTF_8));
          out.flush();
          assertThat(folder.resolve("history.json")).hasContent("old");
        });
    assertThat(folder.resolve("history.json")).hasContent("new");
  }

  @Test
  void shouldKeepTheOldFileWhenTheNewOneFails() throws IOException {
    files.publish("history.json", out -> out.write("old".getBytes(UTF_8)));
    assertThatThrownBy(
            () ->
                files.publish(
                    "history.json",
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "cannot publish " + folder.resolve("history.json") + ": No space left on device");
    assertThat(folder.resolve("history.json")).hasContent("old");
    assertThat(names()).containsExactlyInAnyOrder("lock", "history.json");
  }

  @Test
  void shouldPublishUnderAThreadThatIsInterrupted() {
    Thread.currentThread().interrupt();
    try {
      files.publish("statistics.json", out -> out.write("{}".getBytes(UTF_8)));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(folder.resolve("statistics.json")).hasContent("{}");
  }

  @Test
  void shouldRemoveWhatAnInterruptedStartLeftAndNothingElse() throws IOException {
    Files.writeString(folder.resolve(".history.json.publishing"), "ha");
    Files.writeString(folder.resolve("history.json"), "whole");
    Files.writeString(folder.resolve(".hidden.tmp"), "mine");
    PublishedFiles.in(held);
    assertThat(names()).containsExactlyInAnyOrder("lock", "history.json", ".hidden.tmp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "a/b", ".hidden", "a\\b"})
  void shouldRefuseANameThatLeavesTheFolder(String name) {
    assertThatThrownBy(() -> files.publish(name, out -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(path -> path.getFileName().toString()).toList().stream();
    }
  }
}
