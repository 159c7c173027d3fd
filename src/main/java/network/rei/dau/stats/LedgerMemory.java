package network.rei.dau.stats;

/**
 * The memory that records and addresses may take.
 *
 * @param limit in bytes
 * @param heap the maximum size of the heap in bytes, of which the limit is a share
 */
public record LedgerMemory(long limit, long heap) {

  /** A limit that is never reached. */
  public static final LedgerMemory UNLIMITED = new LedgerMemory(Long.MAX_VALUE, Long.MAX_VALUE);

  /** Returns the limit for a share of the heap of this process, from 0 to 1. */
  public static LedgerMemory ofShare(double share) {
    long heap = Runtime.getRuntime().maxMemory();
    return new LedgerMemory((long) (heap * share), heap);
  }

  /** Returns the size of the heap in bytes whose share would be a number of bytes. */
  long heapFor(long bytes) {
    return (long) Math.ceil((double) bytes / limit * heap);
  }
}
