package network.rei.dau.label;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import network.rei.dau.settings.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of labels, and the labels that were last read from it. A file that has changed and
 * cannot be used is reported once, and the labels before it stay. {@link #get} may be called by any
 * thread, {@link #refresh} by one at a time.
 */
public final class LabelFile implements Supplier<Labels> {

  private static final Logger LOG = LoggerFactory.getLogger(LabelFile.class);

  /** The largest file. */
  static final int MAX_BYTES = 10_000_000;

  private final Optional<Path> path;
  private final LongAdder failures = new LongAdder();
  private volatile Labels labels = Labels.NONE;

  /** The file as it was when it was last read. */
  private Optional<Version> read = Optional.empty();

  /** The file as it was when {@link #refresh} last looked. */
  private Optional<Version> seen = Optional.empty();

  /** What changes with the content of a file. A file that is replaced has another key. */
  private record Version(FileTime modified, long bytes, Optional<Object> key) {}

  private LabelFile(Optional<Path> path) {
    this.path = path;
  }

  /**
   * Reads the file that the settings name.
   *
   * @throws SettingsException if it cannot be used; the message names the line and the column
   */
  public static LabelFile open(LabelSettings settings) {
    LabelFile file = new LabelFile(settings.file());
    settings.file().ifPresent(file::readFirst);
    return file;
  }

  private void readFirst(Path file) {
    read = version(file);
    seen = read;
    try {
      labels = parse(file);
    } catch (LabelFileException e) {
      throw new SettingsException(LabelSettings.KEY, file, e.getMessage());
    }
  }

  /** Returns the newest labels. */
  @Override
  public Labels get() {
    return labels;
  }

  /**
   * Reads the file again if it has changed since it was read, but not since the last call, so that
   * a file is not read while it is written.
   */
  public void refresh() {
    path.ifPresent(this::refresh);
  }

  private void refresh(Path file) {
    Optional<Version> now = version(file);
    if (!now.equals(read) && now.equals(seen)) {
      read = now;
      try {
        labels = parse(file);
        LOG.info("Read {} labels again from {}, which has changed", labels.size(), file);
      } catch (LabelFileException e) {
        failures.increment();
        LOG.warn(
            "The labels in {} have changed and cannot be used, so those before them stay: {}",
            file,
            e.getMessage());
      }
    }
    seen = now;
  }

  /** Returns how often a changed file could not be used. */
  public long failures() {
    return failures.sum();
  }

  /** Returns an empty value for a file that does not exist or cannot be looked at. */
  private static Optional<Version> version(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Version(
              attributes.lastModifiedTime(),
              attributes.size(),
              Optional.ofNullable(attributes.fileKey())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Labels parse(Path file) throws LabelFileException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new LabelFileException("the file cannot be read");
    }
    if (bytes.length > MAX_BYTES) {
      throw new LabelFileException("at most %,d bytes are allowed".formatted(MAX_BYTES));
    }
    return LabelParser.parse(bytes);
  }
}
