package network.rei.dau.storage.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import network.rei.dau.storage.StorageException;

/** Creates folders and files that only their owner may open. */
public final class PrivateFolders {

  private static final FileAttribute<?>[] NONE = {};

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private PrivateFolders() {}

  /** Creates a folder and its parents; an existing folder keeps its permissions. */
  public static void create(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
      }
    } catch (FileAlreadyExistsException e) {
      throw new StorageException("cannot create the folder " + folder + ": a file is there", e);
    } catch (IOException e) {
      throw new StorageException("cannot create the folder " + folder + ": " + reason(e), e);
    }
  }

  /** Returns a time in the form of file names, such as {@code 20260305T120009Z}. */
  public static String stamp(Instant time) {
    return STAMP.format(time);
  }

  /** Creates a folder of this name in another, with a number appended if the name is taken. */
  public static Path createAside(Path folder, String name) throws IOException {
    Path aside = folder.resolve(name);
    for (int i = 2; ; i++) {
      try {
        return Files.createDirectory(aside, ownerOnly(aside, "rwx------"));
      } catch (FileAlreadyExistsException e) {
        aside = folder.resolve(name + "-" + i);
      }
    }
  }

  /** Links a file to a second name, or copies it if the file system has no links. */
  public static Path keep(Path file, Path name) throws IOException {
    try {
      return Files.createLink(name, file);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.createFile(name, ownerOnlyFile(name));
      try (OutputStream out = Files.newOutputStream(name)) {
        Files.copy(file, out);
      }
      sync(name);
      return name;
    }
  }

  /** Returns once a file, or the entries of a folder, are durable. */
  public static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  public static FileAttribute<?>[] ownerOnlyFile(Path file) {
    return ownerOnly(file, "rw-------");
  }

  private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : NONE;
  }

  /** Returns the reason of an exception in one line, without the path. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : oneLine(reason);
  }

  public static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ").strip();
  }
}
