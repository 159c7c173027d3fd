package network.rei.dau.label;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.activity.block.Address;
import network.rei.dau.settings.WebUrl;

/**
 * Parses labels: CSV (RFC 4180) in UTF-8 with the header {@code address,name,group,url}. A value
 * has no line breaks, so that a row is a line. Empty lines are ignored.
 */
final class LabelParser {

  /** The largest number of labels. */
  static final int MAX_LABELS = 100_000;

  private static final List<String> HEADER = List.of("address", "name", "group", "url");
  private static final int MAX_NAME = 100;
  private static final int MAX_URL = 2000;

  private static final ObjectReader ROWS =
      CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build().readerFor(String[].class);

  private final List<Label> labels = new ArrayList<>();
  private final Map<Address, Long> lines = new HashMap<>();

  private LabelParser() {}

  /**
   * Returns the labels of a file.
   *
   * @throws LabelFileException that names the line and the column of the first error
   */
  static Labels parse(byte[] file) throws LabelFileException {
    LabelParser parser = new LabelParser();
    parser.read(text(file));
    return new Labels(parser.labels, version(file));
  }

  private static String text(byte[] file) throws LabelFileException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException e) {
      throw new LabelFileException("it is not in UTF-8");
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private void read(String text) throws LabelFileException {
    long line = 1;
    try (MappingIterator<String[]> rows = ROWS.readValues(text)) {
      requireHeader(rows.hasNextValue() ? rows.nextValue() : new String[0]);
      for (line = 2; rows.hasNextValue(); line++) {
        String[] row = rows.nextValue();
        if (row.length > 1 || !row[0].isBlank()) {
          add(line, row);
        }
      }
    } catch (JsonProcessingException e) {
      throw new LabelFileException(line, "it is not CSV: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be read", e);
    }
  }

  private static void requireHeader(String[] row) throws LabelFileException {
    List<String> header = Arrays.stream(row).map(String::strip).toList();
    if (!header.equals(HEADER)) {
      throw new LabelFileException(
          1, "the header must be " + String.join(",", HEADER) + ", separated by commas");
    }
  }

  private void add(long line, String[] row) throws LabelFileException {
    if (row.length != HEADER.size()) {
      throw new LabelFileException(
          line,
          "it has %d values, and must have %d: %s; a value with a comma must be in double quotes"
              .formatted(row.length, HEADER.size(), String.join(",", HEADER)));
    }
    if (labels.size() == MAX_LABELS) {
      throw new LabelFileException(line, "at most %,d labels are allowed".formatted(MAX_LABELS));
    }
    Address address = address(line, row[0].strip());
    String name = printable(line, 1, row[1].strip());
    if (name.isEmpty()) {
      throw new LabelFileException(line, "name", name, "a name is needed");
    }
    Optional<String> group = filled(printable(line, 2, row[2].strip()));
    if (group.isPresent() && group.get().matches(".*[/,].*")) {
      throw new LabelFileException(
          line, "group", group.get(), "a name without slashes and commas is needed");
    }
    labels.add(new Label(address, name, group, url(line, row[3].strip())));
  }

  private Address address(long line, String text) throws LabelFileException {
    Address address;
    try {
      address = Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw new LabelFileException(
          line, "address", text, "0x and 40 hexadecimal digits are needed");
    }
    Long before = lines.putIfAbsent(address, line);
    if (before != null) {
      throw new LabelFileException(
          line, "address", text, "line " + before + " has the same address");
    }
    return address;
  }

  private static String printable(long line, int column, String text) throws LabelFileException {
    if (text.length() > MAX_NAME || text.chars().anyMatch(Character::isISOControl)) {
      throw new LabelFileException(
          line,
          HEADER.get(column),
          text,
          "at most " + MAX_NAME + " characters without control characters are allowed");
    }
    return text;
  }

  /** Other schemes could run scripts in a page that links to the URL. */
  private static Optional<String> url(long line, String text) throws LabelFileException {
    if (!text.isEmpty() && (text.length() > MAX_URL || WebUrl.of(text).isEmpty())) {
      throw new LabelFileException(
          line,
          "url",
          text,
          "http:// or https:// with a host, of at most "
              + MAX_URL
              + " characters, or nothing is needed");
    }
    return filled(text);
  }

  private static Optional<String> filled(String text) {
    return Optional.of(text).filter(given -> !given.isEmpty());
  }

  private static String version(byte[] file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
