package network.rei.dau.activity.period;

import java.time.LocalDate;
import java.util.Arrays;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.ledger.ActivitySum;
import network.rei.dau.activity.ledger.AddressIndex;
import network.rei.dau.activity.ledger.SortedAddresses;
import org.roaringbitmap.RoaringBitmap;

/**
 * Who was active on a whole UTC day: what is kept of it, beside its numbers, for as long as other
 * days are compared with it.
 *
 * @param table distinct addresses by unsigned bytes, {@value Address#BYTES} bytes each
 * @param roles of each address on that day: {@link #SENDER}, {@link #RECIPIENT} and {@link
 *     #NEW_SENDER}, added
 */
@SuppressWarnings("ArrayRecordComponent") // compared and printed by nobody
public record DayAddresses(LocalDate date, byte[] table, byte[] roles) {

  /** It sent a transaction. */
  public static final int SENDER = 1;

  /** It is the recipient of a transaction. */
  public static final int RECIPIENT = 2;

  /** It sent a transaction with nonce 0. */
  public static final int NEW_SENDER = 4;

  private static final int ALL = SENDER | RECIPIENT | NEW_SENDER;

  /**
   * @throws IllegalArgumentException if there is not one role byte an address, or one has no role,
   *     an unknown one, or is a new sender that did not send
   */
  public DayAddresses {
    if (table.length != roles.length * Address.BYTES) {
      throw new IllegalArgumentException(
          "it has " + table.length + " bytes of addresses and " + roles.length + " roles");
    }
    for (byte role : roles) {
      boolean isActive = (role & (SENDER | RECIPIENT)) != 0;
      boolean isNewWithoutSending = (role & (SENDER | NEW_SENDER)) == NEW_SENDER;
      if (role <= 0 || role > ALL || !isActive || isNewWithoutSending) {
        throw new IllegalArgumentException("an address has the roles " + role);
      }
    }
  }

  public static DayAddresses of(LocalDate date, ActivitySum sum, AddressIndex index) {
    SortedAddresses sorted = SortedAddresses.of(index, sum.addresses().toArray());
    int[] numbers = sorted.numbers();
    byte[] roles = new byte[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      roles[i] =
          (byte)
              ((sum.senders().contains(numbers[i]) ? SENDER : 0)
                  | (sum.recipients().contains(numbers[i]) ? RECIPIENT : 0)
                  | (sum.newSenders().contains(numbers[i]) ? NEW_SENDER : 0));
    }
    return new DayAddresses(date, sorted.table(), roles);
  }

  /**
   * @param numbers of the table's addresses
   */
  RoaringBitmap numbersOf(int[] numbers, int role) {
    int[] found = new int[numbers.length];
    int count = 0;
    for (int i = 0; i < numbers.length; i++) {
      if ((roles[i] & role) != 0) {
        found[count++] = numbers[i];
      }
    }
    RoaringBitmap set = RoaringBitmap.bitmapOfUnordered(Arrays.copyOf(found, count));
    set.runOptimize();
    return set;
  }
}
