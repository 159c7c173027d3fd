package network.rei.dau.activity.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.ChunkRecord;

/**
 * The number of transactions that each address sent and received in a window; see {@link
 * Ledger#transactionCounts}. The arrays are indexed by the numbers of addresses.
 */
public final class TransactionCountsByAddress {

  /** An address and the number of its transactions. */
  public record Entry(Address address, TransactionCounts transactions) {}

  private final AddressIndex addresses;
  private int[] sent = new int[0];
  private int[] received = new int[0];
  private int[] toSelf = new int[0];

  TransactionCountsByAddress(AddressIndex addresses) {
    this.addresses = addresses;
  }

  /** Counts a transaction; the recipient may be {@link ChunkRecord#NO_RECIPIENT}. */
  void add(int sender, int recipient) {
    ensureCapacity(Math.max(sender, recipient));
    sent[sender]++;
    if (recipient != ChunkRecord.NO_RECIPIENT) {
      received[recipient]++;
    }
    if (recipient == sender) {
      toSelf[sender]++;
    }
  }

  /** Returns how many addresses have a transaction in this role. */
  public long count(TransactionCounts.Role role) {
    return numbers(role).count();
  }

  /**
   * Returns the addresses with the most transactions in a role, most transactions first, lower
   * addresses first among equals. Addresses without transactions are left out.
   */
  public List<Entry> busiest(TransactionCounts.Role role, int limit) {
    if (limit == 0) {
      return List.of();
    }
    Comparator<Entry> busierFirst =
        Comparator.<Entry>comparingLong(entry -> -entry.transactions().by(role))
            .thenComparing(Entry::address);
    PriorityQueue<Entry> best = new PriorityQueue<>(busierFirst.reversed());
    numbers(role)
        .forEach(
            number -> {
              if (best.size() < limit
                  || of(number).by(role) >= best.peek().transactions().by(role)) {
                best.add(new Entry(addresses.address(number), of(number)));
                if (best.size() > limit) {
                  best.remove();
                }
              }
            });
    List<Entry> sorted = new ArrayList<>(best);
    Collections.sort(sorted, busierFirst);
    return sorted;
  }

  private IntStream numbers(TransactionCounts.Role role) {
    return IntStream.range(0, sent.length).filter(number -> of(number).by(role) > 0);
  }

  private TransactionCounts of(int number) {
    return new TransactionCounts(
        sent[number], received[number], (long) sent[number] + received[number] - toSelf[number]);
  }

  private void ensureCapacity(int number) {
    if (number >= sent.length) {
      int length = Math.max(1024, Math.max(number + 1, sent.length * 2));
      sent = Arrays.copyOf(sent, length);
      received = Arrays.copyOf(received, length);
      toSelf = Arrays.copyOf(toSelf, length);
    }
  }
}
