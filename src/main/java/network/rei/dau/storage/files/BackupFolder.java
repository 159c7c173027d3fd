package network.rei.dau.storage.files;

import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;
import network.rei.dau.storage.StoreSettings;

/**
 * The folder {@code backups} of the cache folder: where backups are that a running service is asked
 * for by name, so that nobody can have it write or read elsewhere.
 */
public final class BackupFolder {

  /** What a name may be, for people. */
  public static final String ALLOWED =
      "a file name of at most 100 letters, digits, '.', '_' and '-' that begins with a letter or"
          + " digit";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final Path path;

  public BackupFolder(StoreSettings settings) {
    this.path = settings.cacheDir().resolve("backups");
  }

  /** Whether a backup can have this name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The name that a backup made at this time has, if it is given none. */
  public static String nameAt(Instant time) {
    return "stats-" + PrivateFolders.stamp(time) + ".db";
  }

  /** The folder, made for its owner alone if it is not there. */
  public Path create() {
    PrivateFolders.create(path);
    return path;
  }

  /**
   * A backup's file, there or not.
   *
   * @throws IllegalArgumentException if that is no name
   */
  public Path file(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("'" + name + "' is not " + ALLOWED);
    }
    return path.resolve(name);
  }
}
