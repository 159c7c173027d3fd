package network.rei.dau.activity.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.TransactionColumns;
import network.rei.dau.activity.block.TransactionDetails;

/**
 * Says for each transaction of a record which rule it meets.
 *
 * <p>The conditions of all rules are evaluated once for each sender, recipient, kind of transaction
 * and block, as sets of rules in the bits of a number. A transaction meets the rules that all four
 * have in common.
 */
public final class RecordFilter {

  /** The number of a rule where none is met. */
  public static final int NO_RULE = -1;

  /** A filter whose rules no transaction meets. */
  public static final RecordFilter NONE = new RecordFilter(Optional.empty());

  private static final long[] ANY = {};

  private final int[] senders;
  private final int[] recipients;

  /** Null if no rule needs them. */
  private final TransactionDetails details;

  private final Optional<SystemRule> undecided;

  /** The rules that can be met at all. */
  private final long rules;

  private final long[] ofSenders;

  /** One place higher: the first is that of transactions without recipient. */
  private final long[] ofRecipients;

  private final long[] ofKinds;
  private final long[] ofBlocks;

  private RecordFilter(Optional<SystemRule> undecided) {
    this(new int[0], new int[0], null, undecided, 0, ANY, ANY, ANY, ANY);
  }

  private RecordFilter(
      int[] senders,
      int[] recipients,
      TransactionDetails details,
      Optional<SystemRule> undecided,
      long rules,
      long[] ofSenders,
      long[] ofRecipients,
      long[] ofKinds,
      long[] ofBlocks) {
    this.senders = senders;
    this.recipients = recipients;
    this.details = details;
    this.undecided = undecided;
    this.rules = rules;
    this.ofSenders = ofSenders;
    this.ofRecipients = ofRecipients;
    this.ofKinds = ofKinds;
    this.ofBlocks = ofBlocks;
  }

  /**
   * Returns the filter of a record.
   *
   * @param columns of the record, with places in its address table
   * @param firstBlock number of its first block
   * @param addresses the size of its address table
   * @param placeOf returns the place of an address in the table, below 0 if it is not there
   */
  public static RecordFilter of(
      SystemRules rules,
      TransactionColumns columns,
      long firstBlock,
      int addresses,
      ToIntFunction<Address> placeOf) {
    List<SystemRule> all = rules.rules();
    int blocks = columns.starts().length - 1;
    Places senders = new Places(addresses, 0);
    Places recipients = new Places(addresses + 1, -ChunkRecord.NO_RECIPIENT);
    long possible = 0;
    for (int number = 0; number < all.size(); number++) {
      SystemRule rule = all.get(number);
      if (rule.appliesTo(firstBlock, firstBlock + blocks - 1)
          && senders.add(number, rule.from(), placeOf)
          && recipients.add(number, rule.to(), placeOf)) {
        possible |= 1L << number;
      }
    }
    Optional<TransactionDetails> details = columns.details();
    Optional<SystemRule> needing =
        with(possible, all).stream().filter(SystemRule::needsDetails).findFirst();
    boolean needsDetails = needing.isPresent();
    if (needsDetails && details.isEmpty()) {
      return new RecordFilter(needing);
    }
    long[] kinds = needsDetails ? ofKinds(details.orElseThrow(), all) : ANY;
    possible &= needsDetails ? Arrays.stream(kinds).reduce(0, (a, b) -> a | b) : possible;
    return possible == 0
        ? NONE
        : new RecordFilter(
            columns.senders(),
            columns.recipients(),
            kinds == ANY ? null : details.orElseThrow(),
            Optional.empty(),
            possible,
            senders.masks(),
            recipients.masks(),
            kinds,
            ofBlocks(with(possible, all), all, firstBlock, blocks));
  }

  /** Returns the rules in a set. */
  private static List<SystemRule> with(long set, List<SystemRule> all) {
    List<SystemRule> rules = new ArrayList<>();
    for (long left = set; left != 0; left &= left - 1) {
      rules.add(all.get(Long.numberOfTrailingZeros(left)));
    }
    return rules;
  }

  private static long[] ofKinds(TransactionDetails details, List<SystemRule> all) {
    long[] masks = new long[details.kindCount()];
    for (int kind = 0; kind < masks.length; kind++) {
      int type = details.kind(kind).type();
      boolean free = details.kind(kind).free();
      masks[kind] =
          mask(
              all,
              rule ->
                  (rule.types().isEmpty() || rule.types().contains(type))
                      && (!rule.free() || free));
    }
    return masks;
  }

  private static long[] ofBlocks(
      List<SystemRule> possible, List<SystemRule> all, long firstBlock, int blocks) {
    if (possible.stream().allMatch(rule -> rule.blocks().isEmpty())) {
      return ANY;
    }
    long[] masks = new long[blocks];
    Arrays.setAll(masks, place -> mask(all, rule -> rule.appliesTo(firstBlock + place)));
    return masks;
  }

  private static long mask(List<SystemRule> all, Predicate<SystemRule> holds) {
    long mask = 0;
    for (int number = 0; number < all.size(); number++) {
      mask |= holds.test(all.get(number)) ? 1L << number : 0;
    }
    return mask;
  }

  /** The rules that each address of the table may meet in a role. */
  private static final class Places {

    private final int size;
    private final int offset;
    private long any;
    private long[] masks = ANY;

    Places(int size, int offset) {
      this.size = size;
      this.offset = offset;
    }

    /** Adds a rule with its addresses; returns false if none of them is in the table. */
    boolean add(int rule, Collection<Address> addresses, ToIntFunction<Address> placeOf) {
      long bit = 1L << rule;
      if (addresses.isEmpty()) {
        any |= bit;
        return true;
      }
      boolean found = false;
      for (Address address : addresses) {
        int place = placeOf.applyAsInt(address);
        if (place >= 0) {
          found = true;
          masks = masks == ANY ? new long[size] : masks;
          masks[place + offset] |= bit;
        }
      }
      return found;
    }

    /** Returns the rules of each address; {@link #ANY} if all rules apply to any address. */
    long[] masks() {
      if (masks != ANY) {
        Arrays.setAll(masks, place -> masks[place] | any);
      }
      return masks;
    }
  }

  /**
   * Returns a rule that needs the type or the gas price of transactions, which the record lacks;
   * empty if the filter is known. Otherwise {@link #ruleOf} must not be called.
   */
  public Optional<SystemRule> undecided() {
    return undecided;
  }

  /** Returns whether certainly no transaction of the record meets a rule. */
  public boolean isEmpty() {
    return rules == 0 && undecided.isEmpty();
  }

  /**
   * Returns the number of the first rule that a transaction meets, or {@link #NO_RULE}.
   *
   * @param block place of its block in the record
   * @param transaction its place in the columns
   */
  public int ruleOf(int block, int transaction) {
    long met = rules;
    if (ofKinds != ANY) {
      met &= ofKinds[details.kindOf(transaction)];
    }
    if (met != 0 && ofSenders != ANY) {
      int sender = senders[transaction];
      met &= ofSenders[sender < 0 ? ~sender : sender];
    }
    if (met != 0 && ofRecipients != ANY) {
      met &= ofRecipients[recipients[transaction] - ChunkRecord.NO_RECIPIENT];
    }
    if (met != 0 && ofBlocks != ANY) {
      met &= ofBlocks[block];
    }
    return met == 0 ? NO_RULE : Long.numberOfTrailingZeros(met);
  }
}
