package network.rei.dau.activity.rule;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockRange;

/**
 * A rule that transactions of the system meet: all of its conditions must hold. A set or a list
 * without elements is no condition.
 *
 * @param name that identifies the rule, such as {@code l1-attributes}
 * @param description as a sentence
 * @param source of the rule, a URL; empty for a rule of the operator
 * @param from the possible senders
 * @param to the possible recipients
 * @param types the possible types of the envelope (EIP-2718), 0 to 255
 * @param free whether the gas price must be 0
 * @param blocks that the transaction may be in
 */
public record SystemRule(
    String name,
    String description,
    String source,
    SortedSet<Address> from,
    SortedSet<Address> to,
    SortedSet<Integer> types,
    boolean free,
    List<BlockRange> blocks) {

  /**
   * @throws IllegalArgumentException without a condition besides the blocks
   */
  public SystemRule {
    from = Collections.unmodifiableSortedSet(new TreeSet<>(from));
    to = Collections.unmodifiableSortedSet(new TreeSet<>(to));
    types = Collections.unmodifiableSortedSet(new TreeSet<>(types));
    blocks = List.copyOf(blocks);
    if (from.isEmpty() && to.isEmpty() && types.isEmpty() && !free) {
      throw new IllegalArgumentException("the rule " + name + " has no condition");
    }
  }

  /** Returns a rule for all transactions of some senders. */
  public static SystemRule from(
      String name, String description, String source, Collection<Address> senders) {
    return new SystemRule(
        name,
        description,
        source,
        new TreeSet<>(senders),
        Collections.emptySortedSet(),
        Collections.emptySortedSet(),
        false,
        List.of());
  }

  /** Returns a rule for all transactions of some types. */
  static SystemRule ofTypes(String name, String description, String source, Integer... types) {
    return new SystemRule(
        name,
        description,
        source,
        Collections.emptySortedSet(),
        Collections.emptySortedSet(),
        new TreeSet<>(List.of(types)),
        false,
        List.of());
  }

  /** Returns a rule for all transactions with gas price 0. */
  static SystemRule ofFree(String name, String description, String source) {
    return new SystemRule(
        name,
        description,
        source,
        Collections.emptySortedSet(),
        Collections.emptySortedSet(),
        Collections.emptySortedSet(),
        true,
        List.of());
  }

  /** Returns this rule for blocks from a block on. */
  SystemRule fromBlock(long first) {
    return new SystemRule(
        name,
        description,
        source,
        from,
        to,
        types,
        free,
        List.of(new BlockRange(first, Long.MAX_VALUE)));
  }

  /** Returns whether it needs the type or the gas price of a transaction. */
  boolean needsDetails() {
    return free || !types.isEmpty();
  }

  /** Returns whether it applies to a block. */
  boolean appliesTo(long block) {
    return blocks.isEmpty() || blocks.stream().anyMatch(range -> range.contains(block));
  }

  /** Returns whether it applies to a block of a range. */
  boolean appliesTo(long first, long last) {
    return blocks.isEmpty() || blocks.stream().anyMatch(range -> range.sizeWithin(first, last) > 0);
  }
}
