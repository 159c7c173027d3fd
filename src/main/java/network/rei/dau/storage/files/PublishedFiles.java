package network.rei.dau.storage.files;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import network.rei.dau.storage.StorageException;

/**
 * Files in the cache folder for other programs to read; the service never reads them. A file is
 * replaced atomically: readers see the old or the new content, also after a power failure.
 */
public final class PublishedFiles {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final String TEMPORARY = ".publishing";
  private static final int BUFFER_BYTES = 1 << 16;

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes the content; it need not flush or close the stream. */
    void writeTo(OutputStream out) throws IOException;
  }

  private final Path folder;

  private PublishedFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns the published files of a folder after removing temporary files of an interrupted {@link
   * #publish}.
   *
   * @param folder locked by this process
   * @throws StorageException if a leftover cannot be removed
   */
  public static PublishedFiles in(CacheFolder folder) {
    Path path = folder.path();
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(path, ".*" + TEMPORARY)) {
      for (Path leftover : leftovers) {
        Files.delete(leftover);
      }
    } catch (IOException e) {
      throw new StorageException(
          "cannot delete the temporary files in " + path + ": " + PrivateFolders.reason(e), e);
    }
    return new PublishedFiles(path);
  }

  /**
   * Replaces a file, and returns once the content is durable. The content need not fit into memory.
   *
   * @param name of the file in the folder
   * @throws StorageException if the file cannot be replaced, or {@code content} throws an {@link
   *     IOException}; the file is unchanged then
   */
  public synchronized void publish(String name, Content content) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a published file: " + name);
    }
    Path target = folder.resolve(name);
    Path temporary = folder.resolve("." + name + TEMPORARY);
    try {
      write(temporary, content);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      syncFolder();
    } catch (IOException e) {
      throw new StorageException("cannot publish " + target + ": " + PrivateFolders.reason(e), e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  // Not through a FileChannel, which closes itself if its thread is interrupted.
  private static void write(Path file, Content content) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
      content.writeTo(buffered);
      buffered.flush();
      out.getFD().sync();
    }
  }

  /** Makes the new name durable, where folders can be opened (not on Windows). */
  private void syncFolder() {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The old file, which is complete as well, may come back after a power failure.
      return;
    }
  }

  private static void deleteQuietly(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // The next start removes it.
      return;
    }
  }
}
