package network.rei.dau.activity.period;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.SortedAddresses;
import network.rei.dau.activity.contract.DayCalls;
import network.rei.dau.activity.ledger.ActivitySum;
import org.roaringbitmap.RoaringBitmap;

/**
 * The active addresses of a complete UTC day. They are stored as long as the engagement of other
 * days is computed from them.
 *
 * @param table distinct addresses in the order of unsigned bytes, {@value Address#BYTES} bytes each
 * @param roles of each address on that day: the sum of {@link #SENDER}, {@link #RECIPIENT} and
 *     {@link #NEW_SENDER}
 * @param calls of the tracked contracts; empty if the calls of the day are unknown
 */
@SuppressWarnings("ArrayRecordComponent") // neither compared nor printed
public record DayAddresses(LocalDate date, byte[] table, byte[] roles, Optional<DayCalls> calls) {

  /** The address sent a transaction. */
  public static final int SENDER = 1;

  /** The address is the recipient of a transaction. */
  public static final int RECIPIENT = 2;

  /** The address sent a transaction with nonce 0. */
  public static final int NEW_SENDER = 4;

  private static final int ALL = SENDER | RECIPIENT | NEW_SENDER;

  /**
   * @throws IllegalArgumentException if the number of roles differs from that of addresses, or an
   *     address has no role, an unknown role, or is a new sender without being a sender, or a user
   *     of a contract is not a sender
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
    calls.ifPresent(known -> requireSenders(known, roles));
  }

  private static void requireSenders(DayCalls calls, byte[] roles) {
    for (int[] users : calls.users()) {
      for (int place : users) {
        if (place >= roles.length || (roles[place] & SENDER) == 0) {
          throw new IllegalArgumentException("a user of a contract is no sender");
        }
      }
    }
  }

  /** Creates the addresses of a day whose calls are unknown. */
  public DayAddresses(LocalDate date, byte[] table, byte[] roles) {
    this(date, table, roles, Optional.empty());
  }

  /**
   * Returns the addresses of a day.
   *
   * @param sorted all addresses of the sum
   * @param calls of the day; empty if they are unknown
   */
  public static DayAddresses of(
      LocalDate date, ActivitySum sum, SortedAddresses sorted, Optional<DayCalls> calls) {
    int[] numbers = sorted.numbers();
    byte[] roles = new byte[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      roles[i] =
          (byte)
              ((sum.senders().contains(numbers[i]) ? SENDER : 0)
                  | (sum.recipients().contains(numbers[i]) ? RECIPIENT : 0)
                  | (sum.newSenders().contains(numbers[i]) ? NEW_SENDER : 0));
    }
    return new DayAddresses(date, sorted.table(), roles, calls);
  }

  /**
   * Returns the numbers of the addresses with a role.
   *
   * @param numbers of the addresses in the table
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
