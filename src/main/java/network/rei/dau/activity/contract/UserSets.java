package network.rei.dau.activity.contract;

import java.util.Arrays;
import java.util.Objects;
import network.rei.dau.activity.ledger.RecordCache;
import org.roaringbitmap.RoaringBitmap;

/**
 * The distinct users of a contract, or of several contracts together, in each record of a window.
 * The sets of whole records are kept in a cache, because the senders of calls are far apart in
 * memory: reading them takes most of the time. Not thread-safe.
 */
final class UserSets {

  private final RecordCache cache;
  private final int[] contracts;
  private final Key setKey;
  private final Key callsKey;
  private final CallReader reader = new CallReader();
  private int[] found = new int[64];

  /** What is kept of some contracts in a record. */
  private enum Kept {
    USERS,
    FIRST_CALLS
  }

  /** Identifies what is kept of some contracts, by their sorted numbers. */
  @SuppressWarnings("ArrayRecordComponent") // compared below
  private record Key(Kept kept, int[] contracts) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && kept == key.kept
          && Arrays.equals(contracts, key.contracts);
    }

    @Override
    public int hashCode() {
      return Objects.hash(kept, Arrays.hashCode(contracts));
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

  /** The places of the first calls; never changed. */
  @SuppressWarnings("ArrayRecordComponent") // neither compared nor printed
  private record FirstCalls(int[] places) implements RecordCache.Value {

    @Override
    public long bytes() {
      return Users.FIXED_BYTES + (long) Integer.BYTES * places.length;
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
    this.setKey = new Key(Kept.USERS, sorted);
    this.callsKey = new Key(Kept.FIRST_CALLS, sorted);
  }

  /** Returns the numbers of the users of a part; the set must not be changed. */
  RoaringBitmap of(CallsPart part) {
    return part.isWhole(contracts)
        ? cache
            .get(part.activity().id(), setKey, Users.class, () -> new Users(read(part)))
            .numbers()
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

  /**
   * Returns the places of the first calls of the users of a part, in the order of the numbers of
   * the users; they must not be changed.
   */
  int[] firstCalls(CallsPart part) {
    return part.isWhole(contracts)
        ? cache
            .get(
                part.activity().id(),
                callsKey,
                FirstCalls.class,
                () -> new FirstCalls(readFirstCalls(part)))
            .places()
        : readFirstCalls(part);
  }

  private int[] readFirstCalls(CallsPart part) {
    reader.readFirst(part, contracts);
    long[] calls = new long[reader.size()];
    for (int call = 0; call < calls.length; call++) {
      int place = reader.transaction(call);
      calls[call] = (long) part.sender(place) << Integer.SIZE | place;
    }
    Arrays.sort(calls);
    int[] places = new int[calls.length];
    int size = 0;
    for (int call = 0; call < calls.length; call++) {
      if (call == 0 || calls[call] >>> Integer.SIZE != calls[call - 1] >>> Integer.SIZE) {
        places[size++] = (int) calls[call];
      }
    }
    return Arrays.copyOf(places, size);
  }
}
