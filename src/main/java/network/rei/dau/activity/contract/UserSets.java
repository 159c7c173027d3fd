package network.rei.dau.activity.contract;

import java.util.Arrays;
import network.rei.dau.activity.ledger.RecordCache;
import org.roaringbitmap.RoaringBitmap;

/**
 * The distinct users of a contract, or of several contracts together, in each record of a window.
 * The sets of whole records are kept in a cache. Not thread-safe.
 */
final class UserSets {

  private final RecordCache cache;
  private final int[] contracts;
  private final Key key;
  private final CallReader reader = new CallReader();
  private int[] found = new int[64];

  /** Identifies the sets of some contracts, by their sorted numbers. */
  @SuppressWarnings("ArrayRecordComponent") // compared below
  private record Key(int[] contracts) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && Arrays.equals(contracts, key.contracts);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(contracts);
    }
  }

  /** The numbers of the users in a record; never changed. */
  private record Users(RoaringBitmap numbers) implements RecordCache.Value {

    /** The object and the contracts of its key, about. */
    private static final int FIXED_BYTES = 64;

    /** A set has a container for each 65,536 numbers, which is an object with an array. */
    private static final int CONTAINER_BYTES = 40;

    @Override
    public long bytes() {
      return FIXED_BYTES
          + numbers.getLongSizeInBytes()
          + (long) CONTAINER_BYTES * numbers.getContainerCount();
    }
  }

  /**
   * @param contracts the numbers of the contracts
   */
  UserSets(RecordCache cache, int[] contracts) {
    this.cache = cache;
    this.contracts = contracts;
    int[] sorted = contracts.clone();
    Arrays.sort(sorted);
    this.key = new Key(sorted);
  }

  /** Returns the numbers of the contracts. */
  int[] contracts() {
    return contracts;
  }

  /** Returns the numbers of the users of a part; the set must not be changed. */
  RoaringBitmap of(CallsPart part) {
    return part.isWhole(contracts)
        ? cache.get(part.activity().id(), key, Users.class, () -> new Users(read(part))).numbers()
        : read(part);
  }

  private RoaringBitmap read(CallsPart part) {
    reader.readFirst(part, contracts);
    found = found.length < reader.size() ? new int[2 * reader.size()] : found;
    for (int call = 0; call < reader.size(); call++) {
      found[call] = part.sender(reader.transaction(call));
    }
    return RoaringBitmap.bitmapOfUnordered(Arrays.copyOf(found, reader.size()));
  }
}
