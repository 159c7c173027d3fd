package network.rei.dau.storage.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import network.rei.dau.storage.StoreSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupFolderTest {

  @TempDir Path cache;

  @Test
  void shouldBeMadeForItsOwnerOnly() throws IOException {
    Path made = folder().create();

    assertThat(made).isEqualTo(cache.resolve("backups"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
    assertThat(folder().create()).isEqualTo(made);
  }

  @Test
  void shouldNameABackupByItsTime() {
    String name = BackupFolder.nameAt(Instant.parse("2026-03-05T12:00:09Z"));

    assertThat(name).isEqualTo("stats-20260305T120009Z.db");
    assertThat(BackupFolder.isName(name)).isTrue();
    assertThat(folder().file(name)).isEqualTo(cache.resolve("backups").resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../stats.db", "a/b", "/etc/passwd", "a\\b", "a b", "-x"})
  void shouldTakeNoNameThatLeadsElsewhere(String name) {
    assertThat(BackupFolder.isName(name)).isFalse();
    assertThatThrownBy(() -> folder().file(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "' is not a file name");
  }

  private BackupFolder folder() {
    return new BackupFolder(new StoreSettings(cache, Optional.empty()));
  }
}
