package network.rei.dau.storage.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import network.rei.dau.storage.StorageException;

/**
 * Creates folders and files that only their owner may open. What root creates belongs to the owner
 * of the folder that it is created in, so that a service, which is not root, can open what a
 * command of root has left.
 */
public final class PrivateFolders {

  private static final FileAttribute<?>[] NONE = {};

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private PrivateFolders() {}

  /** Creates a folder and its parents; an existing folder keeps its permissions. */
  public static void create(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Deque<Path> created = new ArrayDeque<>();
        for (Path path = folder.toAbsolutePath();
            path != null && Files.notExists(path);
            path = path.getParent()) {
          created.push(path);
        }
        Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
        for (Path path : created) {
          giveToOwnerOfFolder(path);
        }
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
        Files.createDirectory(aside, ownerOnly(aside, "rwx------"));
        giveToOwnerOfFolder(aside);
        return aside;
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
      createFile(name);
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

  /** Creates an empty file; fails if there is a file of this name. */
  public static void createFile(Path file) throws IOException {
    Files.createFile(file, ownerOnlyFile(file));
    giveToOwnerOfFolder(file);
  }

  static FileAttribute<?>[] ownerOnlyFile(Path file) {
    return ownerOnly(file, "rw-------");
  }

  /**
   * Gives a file or folder that root has created to the owner and the group of the folder that
   * contains it. Its group may open it if the group may write to that folder: the owner of a volume
   * can be root although the service uses it as a member of the group. Other users cannot give
   * files away, and keep theirs.
   */
  static void giveToOwnerOfFolder(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")
        || !Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0)) {
      return;
    }
    PosixFileAttributes folder =
        Files.readAttributes(path.toAbsolutePath().getParent(), PosixFileAttributes.class);
    // Links are not followed: the owner of the folder could replace the file by a link.
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (folder.permissions().contains(PosixFilePermission.GROUP_WRITE)) {
      permissions.addAll(groupsCounterpart(permissions));
      view.setPermissions(permissions);
    }
    view.setGroup(folder.group());
    view.setOwner(folder.owner());
  }

  /** Returns the permissions of the group that are the same as those of the owner. */
  private static Set<PosixFilePermission> groupsCounterpart(Set<PosixFilePermission> permissions) {
    Set<PosixFilePermission> group = EnumSet.noneOf(PosixFilePermission.class);
    for (PosixFilePermission permission : permissions) {
      switch (permission) {
        case OWNER_READ -> group.add(PosixFilePermission.GROUP_READ);
        case OWNER_WRITE -> group.add(PosixFilePermission.GROUP_WRITE);
        case OWNER_EXECUTE -> group.add(PosixFilePermission.GROUP_EXECUTE);
        default -> {}
      }
    }
    return group;
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
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    String reason = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : oneLine(reason);
  }

  public static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " ").strip();
  }
}
