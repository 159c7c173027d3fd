package network.rei.dau.activity.block;

import java.util.Arrays;

/**
 * What is known of each transaction of a record besides sender, recipient and nonce, in the order
 * of the record.
 *
 * <p>A record has far fewer distinct {@linkplain TransactionKind kinds} of transactions than
 * transactions. So the number of its kind is held for each transaction, in one byte or in two, and
 * a table of the kinds, in six bytes each. Immutable.
 */
public final class TransactionDetails {

  /** The most kinds that a record holds; so the number of a kind takes two bytes at most. */
  public static final int MAX_KINDS = 1 << Character.SIZE;

  private static final int NARROW_KINDS = 1 << Byte.SIZE;

  /** The object, and the headers of its arrays. */
  private static final int FIXED_BYTES = 104;

  /** Flags and type of each kind. */
  private final short[] profiles;

  /** The selector of each kind. */
  private final int[] selectors;

  /** The kind of each transaction if there are few kinds, else empty. */
  private final byte[] narrow;

  /** The kind of each transaction if there are many kinds, else empty. */
  private final char[] wide;

  private final boolean selectorsComplete;

  private TransactionDetails(long[] codes, int[] numbers, boolean selectorsComplete) {
    this.profiles = new short[codes.length];
    this.selectors = new int[codes.length];
    for (int kind = 0; kind < codes.length; kind++) {
      profiles[kind] = (short) (codes[kind] >>> Integer.SIZE);
      selectors[kind] = (int) codes[kind];
    }
    boolean few = codes.length <= NARROW_KINDS;
    this.narrow = new byte[few ? numbers.length : 0];
    this.wide = new char[few ? 0 : numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      if (few) {
        narrow[i] = (byte) numbers[i];
      } else {
        wide[i] = (char) numbers[i];
      }
    }
    this.selectorsComplete = selectorsComplete;
  }

  /**
   * Returns details from a table of kinds.
   *
   * @param kinds the distinct kinds, at most {@link #MAX_KINDS}
   * @param numbers for each transaction the place of its kind in the table
   * @param selectorsComplete see {@link #selectorsComplete()}
   * @throws IllegalArgumentException if there are too many kinds, or a place is not in the table
   */
  public static TransactionDetails of(
      TransactionKind[] kinds, int[] numbers, boolean selectorsComplete) {
    if (kinds.length > MAX_KINDS) {
      throw new IllegalArgumentException(kinds.length + " kinds of transactions are too many");
    }
    for (int number : numbers) {
      if (number < 0 || number >= kinds.length) {
        throw new IllegalArgumentException("a transaction is of a kind that is not in the table");
      }
    }
    return new TransactionDetails(
        Arrays.stream(kinds).mapToLong(TransactionKind::code).toArray(),
        numbers,
        selectorsComplete);
  }

  /** Returns the number of transactions. */
  public int size() {
    return Math.max(narrow.length, wide.length);
  }

  /** Returns whether transaction {@code i} has input. */
  public boolean hasInput(int i) {
    return (profiles[kindOf(i)] & TransactionKind.INPUT) != 0;
  }

  /**
   * Returns whether all selectors are known. A record with too many distinct ones has the most
   * frequent ones only.
   */
  public boolean selectorsComplete() {
    return selectorsComplete;
  }

  /** Returns the number of distinct kinds. */
  public int kindCount() {
    return profiles.length;
  }

  /** Returns the kind at a place of the table. */
  public TransactionKind kind(int place) {
    return TransactionKind.of(
        ((long) profiles[place] << Integer.SIZE) | Integer.toUnsignedLong(selectors[place]));
  }

  /** Returns the place of the kind of transaction {@code i} in the table. */
  public int kindOf(int i) {
    return profiles.length <= NARROW_KINDS ? narrow[i] & 0xff : wide[i];
  }

  /** Returns the memory of the details in bytes. */
  public long bytes() {
    return FIXED_BYTES
        + (long) profiles.length * (Short.BYTES + Integer.BYTES)
        + narrow.length
        + (long) wide.length * Character.BYTES;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TransactionDetails that
        && selectorsComplete == that.selectorsComplete
        && Arrays.equals(profiles, that.profiles)
        && Arrays.equals(selectors, that.selectors)
        && Arrays.equals(narrow, that.narrow)
        && Arrays.equals(wide, that.wide);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(selectors) * 31 + size();
  }

  @Override
  public String toString() {
    return "details of " + size() + " transactions of " + kindCount() + " kinds";
  }

  /** Collects the details of transactions in their order. Not thread-safe. */
  public static final class Builder {

    private static final int NONE = -1;

    private final TransactionKindIndex kinds = new TransactionKindIndex();
    private final IntColumn numbers = new IntColumn();
    private boolean selectorsComplete = true;

    /** Adds the next transaction. */
    public Builder add(TransactionKind kind) {
      return add(kind.code());
    }

    /** Adds the next transaction by the {@linkplain TransactionKind#code() code} of its kind. */
    Builder add(long code) {
      numbers.add(kinds.add(code));
      return this;
    }

    /** Adds the first transactions of some details. */
    Builder add(TransactionDetails details, int count) {
      selectorsComplete &= details.selectorsComplete;
      int[] known = new int[details.kindCount()];
      Arrays.fill(known, NONE);
      for (int i = 0; i < count; i++) {
        int place = details.kindOf(i);
        if (known[place] == NONE) {
          known[place] = kinds.add(details.kind(place).code());
        }
        numbers.add(known[place]);
      }
      return this;
    }

    /**
     * Returns the {@linkplain TransactionKind#code() code} of the kind of transaction {@code i}.
     */
    long code(int i) {
      return kinds.code(numbers.get(i));
    }

    /** Removes all but the first transactions. */
    void truncate(int size) {
      numbers.truncate(size);
    }

    /** Returns the memory that it takes, in bytes, approximately. */
    long memoryBytes() {
      return numbers.memoryBytes() + kinds.memoryBytes();
    }

    /** Returns the details; the most frequent kinds come first in their table. */
    public TransactionDetails build() {
      int[] sorted = mostFrequentFirst();
      if (sorted.length > MAX_KINDS) {
        return withFewerSelectors(sorted).build();
      }
      int[] places = new int[kinds.size()];
      long[] table = new long[sorted.length];
      for (int place = 0; place < sorted.length; place++) {
        places[sorted[place]] = place;
        table[place] = kinds.code(sorted[place]);
      }
      int[] built = new int[numbers.size()];
      Arrays.setAll(built, i -> places[numbers.get(i)]);
      return new TransactionDetails(table, built, selectorsComplete);
    }

    /** Returns the numbers of the kinds that occur; of equally frequent ones, the first first. */
    private int[] mostFrequentFirst() {
      long[] keys = new long[kinds.size()];
      Arrays.setAll(keys, number -> number);
      for (int i = 0; i < numbers.size(); i++) {
        keys[numbers.get(i)] -= 1L << Integer.SIZE;
      }
      return Arrays.stream(keys)
          .filter(key -> key < 0)
          .sorted()
          .mapToInt(key -> (int) key)
          .toArray();
    }

    /** Returns the same transactions, with the selectors of the most frequent kinds only. */
    private Builder withFewerSelectors(int[] sorted) {
      boolean[] kept = new boolean[kinds.size()];
      for (int place = 0; place < MAX_KINDS - TransactionKind.WITHOUT_SELECTOR; place++) {
        kept[sorted[place]] = true;
      }
      Builder fewer = new Builder();
      fewer.selectorsComplete = false;
      for (int i = 0; i < numbers.size(); i++) {
        int number = numbers.get(i);
        TransactionKind kind = TransactionKind.of(kinds.code(number));
        fewer.add(kept[number] ? kind : kind.withoutSelector());
      }
      return fewer;
    }
  }
}
