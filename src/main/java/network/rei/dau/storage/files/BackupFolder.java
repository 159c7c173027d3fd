package network.rei.dau.storage.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import network.rei.dau.storage.StoreSettings;

/**
 * The folder {@code backups} in the cache folder. Requests name backups in this folder, so that
 * they cannot make the service read or write other files.
 */
public final class BackupFolder {

  /** The allowed names, as a phrase for messages. */
  public static final String ALLOWED =
      "a file name of at most 100 letters, digits, '.', '_' and '-' that begins with a letter or"
          + " digit";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final Path path;

  /** An empty file, whose time is that of the last backup. */
  private final Path lastBackup;

  public BackupFolder(StoreSettings settings) {
    this.path = settings.cacheDir().resolve("backups");
    this.lastBackup = settings.cacheDir().resolve("last-backup");
  }

  /** Returns whether a backup may have this name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Returns the name of a backup of this time, for requests without a name. */
  public static String nameAt(Instant time) {
    return "stats-" + PrivateFolders.stamp(time) + ".db";
  }

  /** Creates the folder, readable by its owner only, unless it exists. */
  public Path create() {
    PrivateFolders.create(path);
    return path;
  }

  /** Notes the time of a backup, which may be in any folder. */
  public void noteBackup() {
    try {
      if (Files.notExists(lastBackup)) {
        PrivateFolders.createFile(lastBackup);
      }
      Files.setLastModifiedTime(lastBackup, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // The backup is complete nevertheless, and only looks older than it is.
      return;
    }
  }

  /** Returns the time of the last backup; empty before the first one. */
  public Optional<Instant> lastBackup() {
    try {
      return Optional.of(Files.getLastModifiedTime(lastBackup).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Copies a file into the folder, under a name that no other backup has.
   *
   * @return the copy, which the service that owns the folder can open
   */
  public Path copyOf(Path file) throws IOException {
    Path copy = Files.createTempFile(create(), "restore-", ".db");
    try (OutputStream out = Files.newOutputStream(copy)) {
      PrivateFolders.giveToOwnerOfFolder(copy);
      Files.copy(file, out);
      return copy;
    } catch (IOException | RuntimeException e) {
      Files.delete(copy);
      throw e;
    }
  }

  /**
   * Returns the file of a backup, which may not exist.
   *
   * @throws IllegalArgumentException if the name is not allowed
   */
  public Path file(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("'" + name + "' is not " + ALLOWED);
    }
    return path.resolve(name);
  }
}
