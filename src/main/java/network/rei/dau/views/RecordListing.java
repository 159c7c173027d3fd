package network.rei.dau.views;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.rei.dau.activity.Address;
import network.rei.dau.activity.LedgerRecord;

/**
 * An answer that lists records, in pieces to be sent one after the other: each record is rendered
 * when its turn comes, so that the whole, which may be many megabytes, never lies in memory.
 */
public final class RecordListing implements Iterable<byte[]> {

  private static final int QUOTED_ADDRESS = "\"0x\",".length() + 2 * Address.BYTES;
  private static final int BESIDE_ADDRESSES = 512;

  private final String head;
  private final String separator;
  private final String tail;
  private final List<LedgerRecord> records;
  private final Addresses addresses;

  private RecordListing(
      String head, String separator, String tail, List<LedgerRecord> records, Addresses addresses) {
    this.head = head;
    this.separator = separator;
    this.tail = tail;
    this.records = records;
    this.addresses = addresses;
  }

  /**
   * {@code GET /api/stats/history}: {@code {success, data: [records], count, total, message}}.
   *
   * @param records those to list, in order; {@code count} is their number
   * @param total how many there are beyond paging
   */
  public static RecordListing history(List<LedgerRecord> records, int total, Addresses addresses) {
    return new RecordListing(
        "{\"success\":true,\"data\":[",
        ",",
        "],\"count\":%d,\"total\":%d,\"message\":\"%s\"}"
            .formatted(records.size(), total, "Successfully retrieved historical statistics"),
        records,
        addresses);
  }

  /**
   * {@code GET /api/stats/records}: {@code {success, data: {records, count, totalRecords},
   * message}}.
   *
   * @param records those of the last 24 hours, in order
   * @param total how many records are stored
   */
  public static RecordListing recent(List<LedgerRecord> records, int total, Addresses addresses) {
    return new RecordListing(
        "{\"success\":true,\"data\":{\"records\":[",
        ",",
        "],\"count\":%d,\"totalRecords\":%d},\"message\":\"%s\"}"
            .formatted(records.size(), total, "Successfully retrieved recent records"),
        records,
        addresses);
  }

  /** The bare records, a line each: {@code history.json}. */
  static RecordListing lines(List<LedgerRecord> records) {
    return new RecordListing("[\n", ",\n", "\n]\n", records, Addresses.LEFT_OUT);
  }

  /** The pieces, each rendered when it is asked for. */
  @Override
  public Iterator<byte[]> iterator() {
    // concat and mapToObj take one element at a time; flatMap would render all records at once
    Stream<byte[]> listed = IntStream.range(0, records.size()).mapToObj(this::record);
    return Stream.concat(
            Stream.concat(Stream.of(head.getBytes(UTF_8)), listed), Stream.of(tail.getBytes(UTF_8)))
        .iterator();
  }

  private byte[] record(int place) {
    LedgerRecord record = records.get(place);
    ByteArrayOutputStream piece = new ByteArrayOutputStream(roomFor(record));
    if (place > 0) {
      piece.writeBytes(separator.getBytes(UTF_8));
    }
    Json.write(RecordView.of(record, addresses), piece);
    return piece.toByteArray();
  }

  private int roomFor(LedgerRecord record) {
    long listed = addresses == Addresses.LISTED ? record.counts().addresses() : 0;
    return Math.toIntExact(listed * QUOTED_ADDRESS) + BESIDE_ADDRESSES;
  }
}
