package network.rei.dau.storage.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import network.rei.dau.storage.StoreSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What root creates in the folder of another user; only root can give files away. */
class PrivateFoldersTest {

  private static final int SERVICE = 10001;
  private static final int ROOT = 0;

  @TempDir Path folder;

  @BeforeEach
  void giveTheFolderAway() throws IOException {
    assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("unix");
    assumeThat(uid(folder)).isEqualTo(ROOT);
    Files.setAttribute(folder, "unix:uid", SERVICE);
    Files.setAttribute(folder, "unix:gid", SERVICE);
  }

  @Test
  void shouldCreateAFileOfTheOwnerOfTheFolder() throws IOException {
    Path file = folder.resolve("stats.db");
    PrivateFolders.createFile(file);

    assertThat(uid(file)).isEqualTo(SERVICE);
    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  @Test
  void shouldLetTheGroupOpenAFileIfItMayWriteToTheFolder() throws IOException {
    Files.setAttribute(folder, "unix:uid", ROOT);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
    Path file = folder.resolve("stats.db");
    PrivateFolders.createFile(file);

    assertThat(uid(file)).isEqualTo(ROOT);
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(SERVICE);
    assertThat(permissions(file)).isEqualTo("rw-rw----");
  }

  @Test
  void shouldCreateFoldersOfTheOwnerOfTheFolder() throws IOException {
    PrivateFolders.create(folder.resolve("a/b"));
    Path aside = PrivateFolders.createAside(folder, "replaced");

    for (Path created : new Path[] {folder.resolve("a"), folder.resolve("a/b"), aside}) {
      assertThat(uid(created)).isEqualTo(SERVICE);
      assertThat(permissions(created)).isEqualTo("rwx------");
    }
  }

  @Test
  void shouldLeaveALockThatTheServiceCanOpen() throws IOException {
    CacheFolder.open(folder, Clock.systemUTC()).close();

    assertThat(uid(folder.resolve("lock"))).isEqualTo(SERVICE);
  }

  @Test
  void shouldCopyABackupSoThatTheServiceCanOpenIt() throws IOException {
    Path backup = Files.writeString(Files.createTempFile("backup", ".db"), "content");
    Path copy = new BackupFolder(new StoreSettings(folder, Optional.empty())).copyOf(backup);
    Files.delete(backup);

    assertThat(copy).hasContent("content");
    assertThat(uid(copy)).isEqualTo(SERVICE);
    assertThat(permissions(copy)).isEqualTo("rw-------");
    assertThat(uid(copy.getParent())).isEqualTo(SERVICE);
    assertThat(BackupFolder.isName(copy.getFileName().toString())).isTrue();
  }

  private static int uid(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
