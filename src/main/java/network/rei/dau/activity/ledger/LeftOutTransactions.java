package network.rei.dau.activity.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.TransactionColumns;
import network.rei.dau.activity.rule.RecordFilter;
import network.rei.dau.activity.rule.SystemRule;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * The transactions of some blocks of a record that meet a rule, and what the blocks have only
 * because of them. They are known by their places, so that no condition has to be evaluated again.
 */
public final class LeftOutTransactions implements RecordCache.Value {

  /** The transactions where none meets a rule. */
  public static final LeftOutTransactions NONE = new LeftOutTransactions(Optional.empty());

  /** The object with its sets, without their elements. */
  private static final long FIXED_BYTES = 500;

  private static final byte[] NO_ROLES = {};

  private final Optional<SystemRule> undecided;

  /** For each rule the places of the transactions for which it is the first that they meet. */
  private final List<RoaringBitmap> byRule;

  private final RoaringBitmap all;

  /** The places of their recipients in the address table of the record. */
  private final RoaringBitmap recipients;

  /** For each rule the numbers of the senders and recipients of its transactions. */
  private final List<RoaringBitmap> addresses;

  /** The numbers of addresses that are senders only in these transactions. */
  private final RoaringBitmap lostSenders;

  private final RoaringBitmap lostRecipients;
  private final RoaringBitmap lostNewSenders;
  private final long creations;
  private final long emptiedBlocks;

  private LeftOutTransactions(Optional<SystemRule> undecided) {
    this.undecided = undecided;
    this.byRule = List.of();
    this.all = new RoaringBitmap();
    this.recipients = new RoaringBitmap();
    this.addresses = List.of();
    this.lostSenders = new RoaringBitmap();
    this.lostRecipients = new RoaringBitmap();
    this.lostNewSenders = new RoaringBitmap();
    this.creations = 0;
    this.emptiedBlocks = 0;
  }

  private LeftOutTransactions(Scan scan, int[] numbers) {
    this.undecided = Optional.empty();
    this.byRule = List.of(scan.byRule);
    this.all = RoaringBitmap.or(scan.byRule);
    this.recipients = scan.recipients;
    this.addresses =
        Arrays.stream(scan.roles)
            .map(
                roles ->
                    ActivitySum.numbersOf(roles, ActivitySum.SENT | ActivitySum.RECEIVED, numbers))
            .toList();
    byte[] lost = scan.lost();
    this.lostSenders = ActivitySum.numbersOf(lost, ActivitySum.SENT, numbers);
    this.lostRecipients = ActivitySum.numbersOf(lost, ActivitySum.RECEIVED, numbers);
    this.lostNewSenders = ActivitySum.numbersOf(lost, ActivitySum.SENT_FIRST, numbers);
    this.creations = scan.creations;
    this.emptiedBlocks = scan.emptiedBlocks;
  }

  /**
   * Returns the transactions of the blocks at the places {@code [start, end)} that meet a rule.
   *
   * @param columns with places in the address table of the record
   * @param numbers for each place the number of the address
   * @param filter of the record
   * @param rules the number of rules of the filter
   */
  static LeftOutTransactions of(
      TransactionColumns columns,
      int[] numbers,
      RecordFilter filter,
      int rules,
      int start,
      int end) {
    if (filter.undecided().isPresent()) {
      return new LeftOutTransactions(filter.undecided());
    }
    if (filter.isEmpty()) {
      return NONE;
    }
    Scan scan = new Scan(rules, numbers.length);
    for (int block = start; block < end; block++) {
      scan.add(columns, filter, block);
    }
    return scan.isEmpty() ? NONE : new LeftOutTransactions(scan, numbers);
  }

  /** Goes through the transactions of a record. */
  private static final class Scan {

    private final RoaringBitmap[] byRule;
    private final RoaringBitmap recipients = new RoaringBitmap();

    /** For each place the roles of the address in transactions that are counted. */
    private final byte[] counted;

    /** For each rule and place the roles of the address in transactions of the rule. */
    private final byte[][] roles;

    private long creations;
    private long emptiedBlocks;

    Scan(int rules, int places) {
      byRule = new RoaringBitmap[rules];
      Arrays.setAll(byRule, rule -> new RoaringBitmap());
      counted = new byte[places];
      roles = new byte[rules][];
      Arrays.fill(roles, NO_ROLES);
    }

    void add(TransactionColumns columns, RecordFilter filter, int block) {
      int first = columns.starts()[block];
      int last = columns.starts()[block + 1];
      int left = 0;
      for (int i = first; i < last; i++) {
        int sender = columns.senders()[i];
        int recipient = columns.recipients()[i];
        int rule = filter.ruleOf(block, i);
        byte[] here = counted;
        if (rule != RecordFilter.NO_RULE) {
          left++;
          here = leaveOut(rule, i, recipient);
        }
        here[sender < 0 ? ~sender : sender] |=
            sender < 0 ? ActivitySum.SENT | ActivitySum.SENT_FIRST : ActivitySum.SENT;
        if (recipient != ChunkRecord.NO_RECIPIENT) {
          here[recipient] |= ActivitySum.RECEIVED;
        }
      }
      emptiedBlocks += left > 0 && left == last - first ? 1 : 0;
    }

    /** Returns the roles of the addresses of the rule. */
    private byte[] leaveOut(int rule, int transaction, int recipient) {
      byRule[rule].add(transaction);
      if (recipient == ChunkRecord.NO_RECIPIENT) {
        creations++;
      } else {
        recipients.add(recipient);
      }
      if (roles[rule] == NO_ROLES) {
        roles[rule] = new byte[counted.length];
      }
      return roles[rule];
    }

    boolean isEmpty() {
      return Arrays.stream(byRule).allMatch(RoaringBitmap::isEmpty);
    }

    /** Returns for each address the roles that it has only in transactions that are left out. */
    byte[] lost() {
      byte[] lost = new byte[counted.length];
      for (byte[] ofRule : roles) {
        for (int place = 0; place < ofRule.length; place++) {
          lost[place] |= (byte) (ofRule[place] & ~counted[place]);
        }
      }
      return lost;
    }
  }

  /**
   * Returns a rule that needs the type or the gas price of transactions, which the record lacks;
   * empty if the transactions are known.
   */
  public Optional<SystemRule> undecided() {
    return undecided;
  }

  /** Returns whether no transaction meets a rule. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Returns whether a transaction meets a rule, by its place in the record. */
  public boolean contains(int transaction) {
    return all.contains(transaction);
  }

  /** Visits the places from {@code first} on and before {@code last}, ascending. */
  void forEach(int first, int last, IntConsumer visitor) {
    PeekableIntIterator places = all.getIntIterator();
    places.advanceIfNeeded(first);
    while (places.hasNext() && places.peekNext() < last) {
      visitor.accept(places.next());
    }
  }

  /** Returns the number of the first rule that a transaction meets, or {@code NO_RULE}. */
  public int ruleOf(int transaction) {
    for (int rule = 0; rule < byRule.size(); rule++) {
      if (byRule.get(rule).contains(transaction)) {
        return rule;
      }
    }
    return RecordFilter.NO_RULE;
  }

  /**
   * Returns whether one of these transactions has a recipient.
   *
   * @param place of the recipient in the address table of the record
   */
  public boolean hasRecipient(int place) {
    return recipients.contains(place);
  }

  /** Adds what each rule left out. */
  void addTo(LeftOutSum sum) {
    for (int rule = 0; rule < byRule.size(); rule++) {
      sum.add(rule, byRule.get(rule).getLongCardinality(), addresses.get(rule));
    }
  }

  /** Returns the senders without counted transactions, by number. */
  RoaringBitmap lostSenders() {
    return lostSenders;
  }

  /** Returns the recipients without counted transactions, by number. */
  RoaringBitmap lostRecipients() {
    return lostRecipients;
  }

  /** Returns the senders with nonce 0 that have no counted transaction with nonce 0, by number. */
  RoaringBitmap lostNewSenders() {
    return lostNewSenders;
  }

  /**
   * Returns the new senders that have a counted transaction with nonce 0.
   *
   * @param newSenders all of the same blocks
   */
  public RoaringBitmap withoutLostNewSenders(RoaringBitmap newSenders) {
    return lostNewSenders.isEmpty() ? newSenders : RoaringBitmap.andNot(newSenders, lostNewSenders);
  }

  /** Returns the number of these transactions. */
  long transactions() {
    return all.getLongCardinality();
  }

  /** Returns how many of these transactions create a contract. */
  long creations() {
    return creations;
  }

  /** Returns the number of blocks with transactions that all meet a rule. */
  long emptiedBlocks() {
    return emptiedBlocks;
  }

  @Override
  public long bytes() {
    return FIXED_BYTES
        + Stream.concat(
                Stream.concat(byRule.stream(), addresses.stream()),
                Stream.of(all, recipients, lostSenders, lostRecipients, lostNewSenders))
            .mapToLong(set -> 32 + set.getLongSizeInBytes())
            .sum();
  }
}
