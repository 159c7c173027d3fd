package network.rei.dau.stats.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.json.Json;

/**
 * An answer that lists records, in pieces to be sent one after the other: each is rendered when its
 * turn comes, and is small, however many addresses a record has. So the whole, which may be many
 * megabytes, never lies in memory, and a thousand clients that do not read on cost a few megabytes.
 */
public final class RecordListing implements Iterable<byte[]> {

  /** About 12 KB. */
  private static final int ADDRESSES_IN_A_PIECE = 256;

  private static final String LIST = "\"uniqueAddresses\":[";

  private final String head;
  private final String separator;
  private final String tail;
  private final List<LedgerRecord> records;
  private final AddressListing addresses;

  private RecordListing(
      String head,
      String separator,
      String tail,
      List<LedgerRecord> records,
      AddressListing addresses) {
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
  public static RecordListing history(
      List<LedgerRecord> records, int total, AddressListing addresses) {
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
  public static RecordListing recent(
      List<LedgerRecord> records, int total, AddressListing addresses) {
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
    return new RecordListing("[\n", ",\n", "\n]\n", records, AddressListing.LEFT_OUT);
  }

  /** The pieces, each rendered when it is asked for. */
  @Override
  public Iterator<byte[]> iterator() {
    return new Pieces();
  }

  /** Where somebody is who reads them. */
  private final class Pieces implements Iterator<byte[]> {

    private boolean begun;
    private boolean ended;
    private int place;
    private int listed;

    @Override
    public boolean hasNext() {
      return !ended;
    }

    @Override
    public byte[] next() {
      if (ended) {
        throw new NoSuchElementException();
      }
      return text().getBytes(UTF_8);
    }

    private String text() {
      if (!begun) {
        begun = true;
        return head;
      }
      if (place == records.size()) {
        ended = true;
        return tail;
      }
      LedgerRecord record = records.get(place);
      String before = place > 0 && listed == 0 ? separator : "";
      if (addresses == AddressListing.LEFT_OUT) {
        place++;
        return before + json(record, null);
      }
      return before + part(record, Math.toIntExact(record.counts().addresses()));
    }

    /** The next addresses of a record, with what comes before the first and after the last. */
    private String part(LedgerRecord record, int all) {
      int from = listed;
      int to = Math.min(all, from + ADDRESSES_IN_A_PIECE);
      String json = json(record, record.addresses(from, to));
      int begin = json.indexOf(LIST) + LIST.length();
      int end = json.lastIndexOf(']');
      listed = to == all ? 0 : to;
      place += to == all ? 1 : 0;
      return (from == 0 ? "" : ",")
          + json.substring(from == 0 ? 0 : begin, to == all ? json.length() : end);
    }

    private static String json(LedgerRecord record, List<Address> listed) {
      return new String(Json.bytes(RecordView.of(record, listed)), UTF_8);
    }
  }
}
