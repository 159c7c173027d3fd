package network.rei.dau.storage.jdbc.codec;

import static network.rei.dau.storage.jdbc.codec.Checked.checksum;
import static network.rei.dau.storage.jdbc.codec.Checked.require;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Optional;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.contract.DayCalls;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.storage.StorageException;

/**
 * Encodes the addresses of a day as a format version, a CRC-32C of all that follows, the date as
 * days since 1970, the number of addresses, the addresses, and a byte with the roles of each; its
 * calls are encoded by {@link DayCallsCodec}.
 */
public final class DayAddressesCodec {

  private static final byte FORMAT = 1;
  private static final int CHECKED_FROM = Byte.BYTES + Integer.BYTES;
  private static final int HEADER_BYTES = CHECKED_FROM + Long.BYTES + Integer.BYTES;

  private DayAddressesCodec() {}

  public static byte[] encode(DayAddresses day) {
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + day.table().length + day.roles().length);
    out.position(CHECKED_FROM);
    out.putLong(day.date().toEpochDay()).putInt(day.roles().length);
    out.put(day.table()).put(day.roles());
    out.put(0, FORMAT).putInt(Byte.BYTES, checksum(out.array(), CHECKED_FROM, out.capacity()));
    return out.array();
  }

  /**
   * Decodes the output of {@link #encode}.
   *
   * @param date of the row with these bytes
   * @param calls the output of {@link DayCallsCodec#encode}; empty if the calls are unknown
   * @throws StorageException if the bytes are damaged or of another day
   */
  public static DayAddresses decode(LocalDate date, byte[] bytes, Optional<byte[]> calls) {
    try {
      return read(date, bytes, calls.map(DayCallsCodec::decode));
    } catch (IllegalArgumentException e) {
      throw new StorageException("day " + date + " is damaged: " + e.getMessage(), e);
    }
  }

  private static DayAddresses read(LocalDate date, byte[] bytes, Optional<DayCalls> calls) {
    require(bytes.length >= HEADER_BYTES, "it is truncated");
    require(bytes[0] == FORMAT, "its format is " + bytes[0] + ", known is " + FORMAT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    require(
        in.getInt(Byte.BYTES) == checksum(bytes, CHECKED_FROM, bytes.length),
        "its checksum does not hold");
    in.position(CHECKED_FROM);
    long storedDay = in.getLong();
    require(storedDay == date.toEpochDay(), "it is day " + storedDay + " since 1970");
    int count = in.getInt();
    require(count >= 0 && count * (Address.BYTES + 1L) == in.remaining(), "it is truncated");
    byte[] table = new byte[count * Address.BYTES];
    byte[] roles = new byte[count];
    in.get(table).get(roles);
    return new DayAddresses(date, table, roles, calls);
  }
}
