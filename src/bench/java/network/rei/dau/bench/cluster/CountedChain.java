package network.rei.dau.bench.cluster;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import network.rei.dau.simulator.chain.SimBlock;
import network.rei.dau.simulator.chain.SimTransaction;
import network.rei.dau.simulator.chain.SimulatedChain;

/**
 * Counts a simulated chain by brute force: it reads each block once and then visits each block of a
 * range. It also keeps the branches that the chain left within the last minutes, because a node
 * shows them until it has repaired its data. Thread-safe; only this class may change the chain.
 */
final class CountedChain {

  /** How long the numbers of a branch count as true after the chain has left it. */
  private static final long LEFT_BRANCH_NANOS = 10 * 60 * 1_000_000_000L;

  private static final int NONE = -1;

  /**
   * A block with numbers instead of addresses.
   *
   * @param recipients {@link #NONE} for a creation of a contract
   * @param first whether each transaction has nonce 0
   */
  private record Block(
      long timestamp, List<Integer> senders, List<Integer> recipients, BitSet first) {}

  /**
   * A version of the chain.
   *
   * @param differs the first block that another branch replaced
   * @param leftAt when the chain left it
   */
  private record LeftBranch(List<Block> blocks, long differs, long leftAt) {}

  /** A version of the chain, which can be counted. */
  final class Branch {

    private final List<Block> blocks;

    private Branch(List<Block> blocks) {
      this.blocks = blocks;
    }

    long head() {
      return blocks.size() - 1L;
    }

    /** Returns the time of a block in seconds since 1970. */
    long timestamp(long number) {
      return blocks.get((int) number).timestamp();
    }

    /** Returns the first block at or after a time; one more than the head if there is none. */
    long firstAt(long second) {
      int low = 0;
      int high = blocks.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (blocks.get(middle).timestamp() >= second) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low;
    }

    /** Counts blocks, both ends included; none if the first is above the last. */
    Counts count(long first, long last) {
      BitSet senders = new BitSet();
      BitSet recipients = new BitSet();
      BitSet newSenders = new BitSet();
      long transactions = 0;
      for (long number = first; number <= last; number++) {
        Block block = blocks.get((int) number);
        for (int t = 0; t < block.senders().size(); t++) {
          transactions++;
          senders.set(block.senders().get(t));
          if (block.recipients().get(t) != NONE) {
            recipients.set(block.recipients().get(t));
          }
          if (block.first().get(t)) {
            newSenders.set(block.senders().get(t));
          }
        }
      }
      BitSet addresses = (BitSet) senders.clone();
      addresses.or(recipients);
      return new Counts(
          Math.max(0, last - first + 1),
          transactions,
          addresses.cardinality(),
          senders.cardinality(),
          recipients.cardinality(),
          newSenders.cardinality());
    }

    /** Returns how many transactions each sender sent in some blocks, the highest number first. */
    List<Long> busiest(long first, long last, int count) {
      return sent(first, last).values().stream()
          .sorted(Comparator.reverseOrder())
          .limit(count)
          .toList();
    }

    /** Returns how many transactions an address sent in some blocks. */
    long sentBy(String address, long first, long last) {
      return sent(first, last).getOrDefault(numbers.getOrDefault(address, NONE), 0L);
    }

    private Map<Integer, Long> sent(long first, long last) {
      Map<Integer, Long> sent = new HashMap<>();
      for (long number = first; number <= last; number++) {
        blocks.get((int) number).senders().forEach(sender -> sent.merge(sender, 1L, Long::sum));
      }
      return sent;
    }
  }

  private final SimulatedChain chain;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<LeftBranch> left = new ArrayList<>();
  private List<Block> blocks = new ArrayList<>();

  CountedChain(SimulatedChain chain) {
    this.chain = chain;
    append();
  }

  synchronized long head() {
    return blocks.size() - 1L;
  }

  /** Returns the time of the newest block in seconds since 1970. */
  synchronized long lastSecond() {
    return blocks.get(blocks.size() - 1).timestamp();
  }

  /** Appends blocks. */
  synchronized void grow(int count) {
    chain.advance(count);
    append();
  }

  /** Replaces the newest blocks by as many others. */
  synchronized void reorg(int depth) {
    long differs = head() + 1 - depth;
    left.add(new LeftBranch(blocks, differs, System.nanoTime()));
    blocks = new ArrayList<>(blocks.subList(0, (int) differs));
    chain.reorg(depth);
    append();
  }

  private void append() {
    long head = chain.head();
    for (long number = blocks.size(); number <= head; number++) {
      blocks.add(read(chain.block(number)));
    }
  }

  private Block read(SimBlock block) {
    List<Integer> senders = new ArrayList<>();
    List<Integer> recipients = new ArrayList<>();
    BitSet first = new BitSet();
    for (SimTransaction transaction : block.transactions()) {
      first.set(senders.size(), transaction.nonce() == 0);
      senders.add(number(transaction.from()));
      recipients.add(transaction.to() == null ? NONE : number(transaction.to()));
    }
    return new Block(block.timestamp(), List.copyOf(senders), List.copyOf(recipients), first);
  }

  private int number(String address) {
    return numbers.computeIfAbsent(address, unused -> numbers.size());
  }

  /**
   * Returns whether a statement about the blocks up to a number is true of the chain, or of a
   * branch that it left a short time ago and whose blocks differ there.
   */
  synchronized boolean matches(long last, Predicate<Branch> statement) {
    if (last <= head() && statement.test(new Branch(blocks))) {
      return true;
    }
    long now = System.nanoTime();
    left.removeIf(branch -> now - branch.leftAt() > LEFT_BRANCH_NANOS);
    return left.stream()
        .filter(branch -> last >= branch.differs() && last < branch.blocks().size())
        .anyMatch(branch -> statement.test(new Branch(branch.blocks())));
  }

  /** Returns the chain as it is now; the result must not be used while the chain changes. */
  synchronized Branch now() {
    return new Branch(blocks);
  }
}
