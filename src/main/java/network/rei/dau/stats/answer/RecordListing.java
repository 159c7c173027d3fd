package network.rei.dau.stats.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.json.Json;

/**
 * A listing of records as JSON, in parts that are rendered while they are sent. A part is small,
 * however many addresses a record has, so that a listing of many megabytes is never in memory as a
 * whole, and a thousand slow clients cost a few megabytes.
 */
public final class RecordListing implements Iterable<byte[]> {

  /** About 12 KB. */
  private static final int ADDRESSES_PER_PART = 256;

  private static final String ADDRESSES = "\"uniqueAddresses\":[";

  private final String head;
  private final String separator;
  private final String tail;
  private final List<LedgerRecord> records;
  private final AddressListing addresses;
  private final boolean countsNonces;

  private RecordListing(
      String head,
      String separator,
      String tail,
      List<LedgerRecord> records,
      AddressListing addresses,
      boolean countsNonces) {
    this.head = head;
    this.separator = separator;
    this.tail = tail;
    this.records = records;
    this.addresses = addresses;
    this.countsNonces = countsNonces;
  }

  /**
   * Returns the response of {@code GET /api/stats/history}: {@code {success, data: [records],
   * count, total, message}}.
   *
   * @param records of the requested page, in order; {@code count} is their number
   * @param total the number of records on all pages
   * @param countsNonces as for {@link PreparedAnswers#of}
   */
  public static RecordListing history(
      List<LedgerRecord> records, int total, AddressListing addresses, boolean countsNonces) {
    return new RecordListing(
        "{\"success\":true,\"data\":[",
        ",",
        "],\"count\":%d,\"total\":%d,\"message\":\"%s\"}"
            .formatted(records.size(), total, "Successfully retrieved historical statistics"),
        records,
        addresses,
        countsNonces);
  }

  /**
   * Returns the response of {@code GET /api/stats/records}: {@code {success, data: {records, count,
   * totalRecords}, message}}.
   *
   * @param records of the last 24 hours, in order
   * @param total the number of stored records
   * @param countsNonces as for {@link PreparedAnswers#of}
   */
  public static RecordListing recent(
      List<LedgerRecord> records, int total, AddressListing addresses, boolean countsNonces) {
    return new RecordListing(
        "{\"success\":true,\"data\":{\"records\":[",
        ",",
        "],\"count\":%d,\"totalRecords\":%d},\"message\":\"%s\"}"
            .formatted(records.size(), total, "Successfully retrieved recent records"),
        records,
        addresses,
        countsNonces);
  }

  /** Returns the contents of {@code history.json}: the records without addresses, one per line. */
  static RecordListing lines(List<LedgerRecord> records, boolean countsNonces) {
    return new RecordListing("[\n", ",\n", "\n]\n", records, AddressListing.OMITTED, countsNonces);
  }

  /** Returns the parts in UTF-8; {@code next} renders a part. */
  @Override
  public Iterator<byte[]> iterator() {
    return new PartIterator();
  }

  private final class PartIterator implements Iterator<byte[]> {

    private boolean headRead;
    private boolean tailRead;

    /** Index of the current record. */
    private int index;

    /** The number of addresses of the current record in the parts so far. */
    private int listed;

    @Override
    public boolean hasNext() {
      return !tailRead;
    }

    @Override
    public byte[] next() {
      if (tailRead) {
        throw new NoSuchElementException();
      }
      return part().getBytes(UTF_8);
    }

    private String part() {
      if (!headRead) {
        headRead = true;
        return head;
      }
      if (index == records.size()) {
        tailRead = true;
        return tail;
      }
      LedgerRecord record = records.get(index);
      String prefix = index > 0 && listed == 0 ? separator : "";
      if (addresses == AddressListing.OMITTED || !record.isInMemory()) {
        index++;
        return prefix + json(record, null);
      }
      return prefix + partOf(record, Math.toIntExact(record.counts().addresses()));
    }

    /**
     * Returns the next addresses of a record; the first part includes the fields before the
     * addresses, the last part the fields after them.
     */
    private String partOf(LedgerRecord record, int total) {
      int from = listed;
      int to = Math.min(total, from + ADDRESSES_PER_PART);
      boolean last = to == total;
      String json = json(record, record.addresses(from, to));
      int begin = from == 0 ? 0 : json.indexOf(ADDRESSES) + ADDRESSES.length();
      int end = last ? json.length() : json.lastIndexOf(']');
      listed = last ? 0 : to;
      index += last ? 1 : 0;
      return (from == 0 ? "" : ",") + json.substring(begin, end);
    }

    private String json(LedgerRecord record, List<Address> addresses) {
      return new String(Json.bytes(RecordView.of(record, addresses, countsNonces)), UTF_8);
    }
  }
}
