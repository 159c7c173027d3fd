package network.rei.dau.storage.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2024-05-01T12:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void nameTheFolder() {
    folder = temporary.resolve("a").resolve("cache");
  }

  @Test
  void shouldCreateTheFolderForItsOwnerOnly() throws IOException {
    try (CacheFolder held = CacheFolder.open(folder, NOON)) {
      assertThat(held.path()).isEqualTo(folder);
      assertThat(held.movedAside()).isEmpty();
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("lock"))).isEqualTo("rw-------");
      }
    }
  }

  @Test
  void shouldLeaveThePermissionsOfAFolderThatIsThere() throws IOException {
    Files.createDirectories(folder);
    String before = permissions(folder);
    CacheFolder.open(folder, NOON).close();
    assertThat(permissions(folder)).isEqualTo(before);
  }

  @Test
  void shouldRefuseASecondHolderInTheSameProcessAlsoByAnotherName() {
    try (CacheFolder held = CacheFolder.open(folder, NOON)) {
      Path otherName = held.path().resolve("..").resolve("cache");
      assertThatThrownBy(() -> CacheFolder.open(otherName, NOON))
          .isInstanceOf(StorageException.class)
          .hasMessage(
              otherName
                  + " is in use by process "
                  + ProcessHandle.current().pid()
                  + " (this one): stop it, or set CACHE_DIR to another folder");
    }
  }

  @Test
  void shouldLetGoOfTheFolderWhenClosed() {
    CacheFolder first = CacheFolder.open(folder, NOON);
    first.close();
    try (CacheFolder second = CacheFolder.open(folder, NOON)) {
      first.close(); // again, which must not take it from the second
      assertThatThrownBy(() -> CacheFolder.open(folder, NOON)).hasMessageContaining("in use");
      assertThat(second.path()).isEqualTo(folder);
    }
  }

  @Test
  void shouldWriteDownWhoHoldsItAndWhereThatOneIsToBeAsked() throws IOException {
    String pid = ProcessHandle.current().pid() + "\n";
    try (CacheFolder held = CacheFolder.open(folder, NOON)) {
      assertThat(folder.resolve("lock")).hasContent(pid);
      held.announce(URI.create("http://127.0.0.1:3001"));
      assertThat(folder.resolve("lock")).hasContent(pid + "http://127.0.0.1:3001\n");
    }
    try (CacheFolder next = CacheFolder.open(folder, NOON)) {
      assertThat(next.path().resolve("lock")).hasContent(pid);
    }
  }

  @Test
  void shouldMoveFilesOfTheNodejsVersionAsideAtTheFirstStart() throws IOException {
    write("statistics.json", "{}");
    write("history.json", "[]");
    write("notes.txt", "mine");
    Path aside = folder.resolve("nodejs-20240501T120000Z");
    try (CacheFolder held = CacheFolder.open(folder, NOON)) {
      assertThat(held.movedAside())
          .containsExactly(aside.resolve("statistics.json"), aside.resolve("history.json"));
    }
    assertThat(aside.resolve("statistics.json")).hasContent("{}");
    assertThat(aside.resolve("history.json")).hasContent("[]");
    assertThat(folder.resolve("statistics.json")).doesNotExist();
    assertThat(folder.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void shouldNotMoveIntoAFolderThatIsThere() throws IOException {
    write("history.json", "[2]");
    Path taken = Files.createDirectory(folder.resolve("nodejs-20240501T120000Z"));
    Files.writeString(taken.resolve("history.json"), "[1]");
    try (CacheFolder held = CacheFolder.open(folder, NOON)) {
      assertThat(held.movedAside())
          .containsExactly(folder.resolve("nodejs-20240501T120000Z-2").resolve("history.json"));
    }
    assertThat(taken.resolve("history.json")).hasContent("[1]");
  }

  @Test
  void shouldLeaveOurOwnPublishedFilesWhereTheyAre() throws IOException {
    try (CacheFolder held = CacheFolder.open(folder, NOON)) {
      PublishedFiles.in(held).publish("history.json", out -> out.write('1'));
    }
    try (CacheFolder again = CacheFolder.open(folder, NOON)) {
      assertThat(again.movedAside()).isEmpty();
    }
    Files.delete(folder.resolve("lock"));
    Files.createFile(folder.resolve(StoreSettings.DATABASE));
    try (CacheFolder again = CacheFolder.open(folder, NOON)) {
      assertThat(again.movedAside()).isEmpty();
    }
    assertThat(folder.resolve("history.json")).hasContent("1");
  }

  @Test
  void shouldSayThatTheFolderCannotBeLocked() throws IOException {
    Files.createDirectories(folder.resolve("lock"));
    assertThatThrownBy(() -> CacheFolder.open(folder, NOON))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("cannot lock " + folder + ": ");
    Files.delete(folder.resolve("lock"));
    CacheFolder.open(folder, NOON).close();
  }

  private void write(String name, String content) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name), content);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
