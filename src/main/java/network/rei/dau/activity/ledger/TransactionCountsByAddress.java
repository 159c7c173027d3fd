package network.rei.dau.activity.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.TransactionColumns;
import network.rei.dau.activity.ledger.count.BestNumbers;
import network.rei.dau.activity.ledger.count.TransactionCounts;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * The number of transactions that each address sent and received in a window; see {@link
 * Ledger#transactionCounts}. The arrays are indexed by the numbers of addresses.
 */
public final class TransactionCountsByAddress {

  /** An address and the number of its transactions. */
  public record Entry(Address address, TransactionCounts transactions) {}

  /** Fewer transactions are counted by one thread. */
  private static final long MIN_IN_PARALLEL = 1_000_000;

  private static final int MAX_PARTS = 4;

  /** Limits the memory, which is 12 bytes for each address and part. */
  private static final int MAX_ADDRESSES_IN_PARALLEL = 4_000_000;

  private final AddressIndex addresses;
  private final int[] sent;
  private final int[] received;
  private final int[] toSelf;

  /** The counts of one record, by the places of its address table; all are 0 between records. */
  private int[] sentHere = new int[0];

  /** As {@link #sentHere}, one place higher: the first counts transactions without recipient. */
  private int[] receivedHere = new int[1];

  private int[] toSelfHere = new int[0];

  private TransactionCountsByAddress(AddressIndex addresses, int size) {
    this.addresses = addresses;
    this.sent = new int[size];
    this.received = new int[size];
    this.toSelf = new int[size];
  }

  /**
   * Counts the transactions of a window. Many transactions are counted by several threads, each of
   * which has arrays of its own.
   *
   * @param addresses the index of all addresses of the records
   * @param groups of which the records in memory are counted
   * @param filter of the transactions that are counted; must decide for all of them
   */
  static TransactionCountsByAddress of(
      AddressIndex addresses, RecordGroups groups, WindowSlice slice, LedgerFilter filter) {
    long transactions =
        groups.stream()
            .filter(record -> slice.start(record) < slice.end(record))
            .mapToLong(record -> record.counts().transactions())
            .sum();
    boolean inParallel =
        transactions >= MIN_IN_PARALLEL && addresses.size() <= MAX_ADDRESSES_IN_PARALLEL;
    return of(
        addresses,
        groups,
        slice,
        filter,
        inParallel ? Math.min(MAX_PARTS, Runtime.getRuntime().availableProcessors()) : 1);
  }

  /** Counts the same in a number of parts in parallel. */
  static TransactionCountsByAddress of(
      AddressIndex addresses,
      RecordGroups groups,
      WindowSlice slice,
      LedgerFilter filter,
      int parts) {
    int size = addresses.size();
    List<RecordGroup> whole = new ArrayList<>();
    List<LedgerRecord> others = new ArrayList<>();
    for (RecordGroup group : groups.all()) {
      if (filter.rules().isEmpty() && isWhole(group, groups, slice)) {
        whole.add(group);
      } else {
        group.records().stream()
            .filter(LedgerRecord::isInMemory)
            .filter(record -> slice.start(record) < slice.end(record))
            .forEach(others::add);
      }
    }
    List<RecordGroup> uncounted =
        whole.stream().filter(group -> group.transactionCounts().isEmpty()).toList();
    if (!uncounted.isEmpty()) {
      IntStream.range(0, parts)
          .parallel()
          .forEach(
              part -> {
                TransactionCountsByAddress scratch =
                    new TransactionCountsByAddress(addresses, size);
                part(uncounted, part, parts).forEach(group -> group.countTransactions(scratch));
              });
    }
    List<TransactionCountsByAddress> counted =
        IntStream.range(0, parts)
            .parallel()
            .mapToObj(
                part -> {
                  TransactionCountsByAddress counts =
                      new TransactionCountsByAddress(addresses, size);
                  part(whole, part, parts)
                      .forEach(group -> counts.add(group.transactionCounts().orElseThrow()));
                  part(others, part, parts)
                      .forEach(
                          r -> r.addTo(counts, filter.leftOut(r), slice.start(r), slice.end(r)));
                  return counts;
                })
            .toList();
    counted.subList(1, parts).forEach(counted.get(0)::add);
    return counted.get(0);
  }

  private static <T> List<T> part(List<T> list, int part, int parts) {
    return list.subList(list.size() * part / parts, list.size() * (part + 1) / parts);
  }

  /** Returns whether a group lies in a window, and is not the newest one, which changes often. */
  private static boolean isWhole(RecordGroup group, RecordGroups groups, WindowSlice slice) {
    return group.last() != groups.last().orElseThrow() && group.isWithin(slice);
  }

  private void add(GroupCounts counts) {
    counts.sent().addTo(sent);
    counts.received().addTo(received);
    counts.toSelf().addTo(toSelf);
  }

  /**
   * Returns the counts of some records, and sets them to 0.
   *
   * @param sum of these records
   */
  GroupCounts take(ActivitySum sum) {
    RoaringBitmap senderAndRecipient = new RoaringBitmap();
    sum.senders()
        .forEach(
            (IntConsumer)
                number -> {
                  if (toSelf[number] > 0) {
                    senderAndRecipient.add(number);
                  }
                });
    return new GroupCounts(
        CountColumn.take(sum.senders(), sent),
        CountColumn.take(sum.recipients(), received),
        CountColumn.take(senderAndRecipient, toSelf));
  }

  private void add(TransactionCountsByAddress others) {
    for (int number = 0; number < sent.length; number++) {
      sent[number] += others.sent[number];
      received[number] += others.received[number];
      toSelf[number] += others.toSelf[number];
    }
  }

  /**
   * Counts the transactions of the blocks at the places {@code [start, end)} of a record. They are
   * counted by places first, because these counts fit into the cache of a processor, unlike those
   * of all addresses.
   *
   * @param columns with places in the address table of the record
   * @param numbers for each place the number of the address
   * @param leftOut transactions of the record that are not counted
   */
  void add(
      TransactionColumns columns, int[] numbers, LeftOutTransactions leftOut, int start, int end) {
    ensureCapacity(numbers.length);
    int[] senders = columns.senders();
    int[] recipients = columns.recipients();
    int first = columns.starts()[start];
    int last = columns.starts()[end];
    for (int i = first; i < last; i++) {
      add(senders[i], recipients[i], 1);
    }
    leftOut.forEach(first, last, i -> add(senders[i], recipients[i], -1));
    takeCounts(numbers);
  }

  /**
   * @param encoded the place of the sender, or its complement for a transaction with nonce 0
   */
  private void add(int encoded, int recipient, int transactions) {
    int sender = encoded < 0 ? ~encoded : encoded;
    sentHere[sender] += transactions;
    receivedHere[recipient - ChunkRecord.NO_RECIPIENT] += transactions;
    if (sender == recipient) {
      toSelfHere[sender] += transactions;
    }
  }

  /** Moves the counts of a record to those of all addresses. */
  private void takeCounts(int[] numbers) {
    receivedHere[0] = 0;
    for (int place = 0; place < numbers.length; place++) {
      int number = numbers[place];
      sent[number] += sentHere[place];
      received[number] += receivedHere[place + 1];
      if (toSelfHere[place] > 0) {
        toSelf[number] += toSelfHere[place];
        toSelfHere[place] = 0;
      }
      sentHere[place] = 0;
      receivedHere[place + 1] = 0;
    }
  }

  private void ensureCapacity(int places) {
    if (places > sentHere.length) {
      sentHere = new int[places];
      receivedHere = new int[places + 1];
      toSelfHere = new int[places];
    }
  }

  /** Returns how many addresses have a transaction in this role. */
  public long count(TransactionCounts.Role role) {
    return IntStream.range(0, sent.length).filter(number -> of(number, role) > 0).count();
  }

  /**
   * Returns the addresses with the most transactions in a role, most transactions first, lower
   * addresses first among equals. Addresses without transactions are left out.
   */
  public List<Entry> busiest(TransactionCounts.Role role, int limit) {
    BestNumbers best = new BestNumbers(limit, (number, other) -> isBusier(role, number, other));
    for (int number = 0; number < sent.length; number++) {
      if (of(number, role) > 0) {
        best.offer(number);
      }
    }
    List<Entry> sorted = new ArrayList<>();
    for (int number : best.takeSorted()) {
      sorted.add(new Entry(addresses.address(number), of(number)));
    }
    return sorted;
  }

  private boolean isBusier(TransactionCounts.Role role, int number, int other) {
    long difference = of(number, role) - of(other, role);
    return difference == 0 ? addresses.compare(number, other) < 0 : difference > 0;
  }

  private TransactionCounts of(int number) {
    return new TransactionCounts(
        sent[number], received[number], of(number, TransactionCounts.Role.TOTAL));
  }

  private long of(int number, TransactionCounts.Role role) {
    return switch (role) {
      case SENT -> sent[number];
      case RECEIVED -> received[number];
      case TOTAL -> (long) sent[number] + received[number] - toSelf[number];
    };
  }
}
