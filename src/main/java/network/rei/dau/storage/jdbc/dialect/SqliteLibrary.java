package network.rei.dau.storage.jdbc.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Loads the native library of SQLite. The driver extracts it into a folder that may be written and
 * executed: that of the property {@value #PROPERTY} if it is set, otherwise the cache folder, or
 * the folder for temporary files if that fails.
 *
 * <p>The driver would leave a copy for each process that is killed. The library is therefore
 * extracted into a folder of its own, which is deleted as soon as the library is loaded; folders of
 * processes that ended in between are deleted by later ones.
 */
public final class SqliteLibrary {

  private static final String PROPERTY = "org.sqlite.tmpdir";
  private static final String PATH_PROPERTY = "org.sqlite.lib.path";
  private static final String NAME_PROPERTY = "org.sqlite.lib.name";
  private static final String PREFIX = ".sqlite-library-";

  /** Loading takes less than a second. */
  private static final Duration MAX_LOAD_TIME = Duration.ofMinutes(1);

  private static boolean loaded;
  private static String tried = "";

  private SqliteLibrary() {}

  /**
   * Loads the library unless it is loaded. If that fails, the driver reports why when a connection
   * is opened.
   */
  public static synchronized void load(Path cacheFolder) {
    if (loaded) {
      return;
    }
    Optional<String> property = Optional.ofNullable(System.getProperty(PROPERTY));
    Set<Path> folders = folders(cacheFolder);
    tried = folders.stream().map(Path::toString).collect(Collectors.joining(" or "));
    for (Path folder : folders) {
      deleteLeftovers(folder);
      if (loadFrom(folder)) {
        loaded = true;
        break;
      }
    }
    property.ifPresentOrElse(
        folder -> System.setProperty(PROPERTY, folder), () -> System.clearProperty(PROPERTY));
  }

  /** Returns the names of the folders from which the library could not be loaded. */
  static synchronized String tried() {
    return tried;
  }

  /** Returns the folders into which the library may be extracted, the preferred one first. */
  private static Set<Path> folders(Path cacheFolder) {
    String property = System.getProperty(PROPERTY);
    Set<Path> folders = new LinkedHashSet<>();
    if (property != null) {
      folders.add(Path.of(property));
    } else {
      folders.add(cacheFolder.toAbsolutePath());
      folders.add(Path.of(System.getProperty("java.io.tmpdir")));
    }
    return folders;
  }

  private static boolean loadFrom(Path folder) {
    Path own = null;
    try {
      own = Files.createTempDirectory(folder, PREFIX);
      System.setProperty(PROPERTY, own.toString());
      return extract(own) ? initializeFrom(own) : SQLiteJDBCLoader.initialize();
    } catch (Exception e) { // declared by the driver
      return false;
    } finally {
      if (own != null) {
        delete(own);
      }
    }
  }

  /**
   * Extracts the library, which the driver would compare with the original byte by byte.
   *
   * @return whether the driver has a library for this system and is not given another one
   */
  private static boolean extract(Path folder) throws IOException {
    if (System.getProperty(PATH_PROPERTY) != null || System.getProperty(NAME_PROPERTY) != null) {
      return false;
    }
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (library == null) {
        return false;
      }
      Files.copy(library, folder.resolve(name));
      return true;
    }
  }

  private static boolean initializeFrom(Path folder) throws Exception {
    System.setProperty(PATH_PROPERTY, folder.toString());
    try {
      return SQLiteJDBCLoader.initialize();
    } finally {
      System.clearProperty(PATH_PROPERTY);
    }
  }

  private static void deleteLeftovers(Path folder) {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, PREFIX + "*")) {
      Instant old = Instant.now().minus(MAX_LOAD_TIME);
      for (Path leftover : leftovers) {
        if (Files.getLastModifiedTime(leftover).toInstant().isBefore(old)) {
          delete(leftover);
        }
      }
    } catch (IOException e) {
      // They are deleted by a later start.
      return;
    }
  }

  /** Deletes a folder with the files in it, as far as the system permits it while they are used. */
  private static void delete(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // A later start deletes it.
      return;
    }
  }
}
