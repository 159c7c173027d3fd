package network.rei.dau.storage.jdbc.codec;

import static network.rei.dau.storage.jdbc.codec.Checked.checksum;
import static network.rei.dau.storage.jdbc.codec.Checked.require;

import java.nio.ByteBuffer;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.contract.DayCalls;

/**
 * Encodes the calls of a day as a format version, a CRC-32C of all that follows, the number of
 * contracts, and for each of them its address, its calls, the number of its users, and for each
 * user how much higher its place in the table of addresses is than that of the user before. All
 * numbers but the checksum are {@link Varints}.
 */
public final class DayCallsCodec {

  private static final byte FORMAT = 1;
  private static final int CHECKED_FROM = Byte.BYTES + Integer.BYTES;

  private DayCallsCodec() {}

  public static byte[] encode(DayCalls calls) {
    ByteBuffer out = ByteBuffer.allocate(CHECKED_FROM + length(calls));
    out.put(FORMAT).position(CHECKED_FROM);
    Varints.write(out, calls.size());
    for (int i = 0; i < calls.size(); i++) {
      out.put(calls.contracts(), i * Address.BYTES, Address.BYTES);
      Varints.write(out, calls.transactions()[i]);
      int[] users = calls.users()[i];
      Varints.write(out, users.length);
      int before = 0;
      for (int place : users) {
        Varints.write(out, place - before);
        before = place;
      }
    }
    out.putInt(Byte.BYTES, checksum(out.array(), CHECKED_FROM, out.capacity()));
    return out.array();
  }

  private static int length(DayCalls calls) {
    int length = Varints.length(calls.size());
    for (int i = 0; i < calls.size(); i++) {
      int[] users = calls.users()[i];
      length +=
          Address.BYTES + Varints.length(calls.transactions()[i]) + Varints.length(users.length);
      int before = 0;
      for (int place : users) {
        length += Varints.length(place - before);
        before = place;
      }
    }
    return length;
  }

  /**
   * Decodes the output of {@link #encode}.
   *
   * @throws IllegalArgumentException if the bytes are damaged
   */
  static DayCalls decode(byte[] bytes) {
    require(bytes.length > CHECKED_FROM, "its calls are truncated");
    require(bytes[0] == FORMAT, "the format of its calls is " + bytes[0] + ", known is " + FORMAT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    require(
        in.getInt(Byte.BYTES) == checksum(bytes, CHECKED_FROM, bytes.length),
        "the checksum of its calls does not hold");
    in.position(CHECKED_FROM);
    int size = Varints.readInt(in);
    require(size <= in.remaining() / Address.BYTES, "its calls are truncated");
    byte[] contracts = new byte[size * Address.BYTES];
    int[] transactions = new int[size];
    int[][] users = new int[size][];
    for (int i = 0; i < size; i++) {
      require(in.remaining() >= Address.BYTES, "its calls are truncated");
      in.get(contracts, i * Address.BYTES, Address.BYTES);
      transactions[i] = Varints.readInt(in);
      users[i] = readUsers(in);
    }
    require(!in.hasRemaining(), "its calls are too long");
    return new DayCalls(contracts, transactions, users);
  }

  private static int[] readUsers(ByteBuffer in) {
    int count = Varints.readInt(in);
    require(count <= in.remaining(), "its calls are truncated");
    int[] users = new int[count];
    int before = 0;
    for (int i = 0; i < count; i++) {
      before += Varints.readInt(in); // an overflow is found as a place that is not in order
      users[i] = before;
    }
    return users;
  }
}
