package network.rei.dau.http.stats;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of the part of a list that is being sent, until the next part is demanded. */
final class CountedParts implements Iterator<byte[]> {

  private final Iterator<byte[]> parts;
  private final AtomicLong bytes;
  private int counted;

  CountedParts(Iterator<byte[]> parts, AtomicLong bytes) {
    this.parts = parts;
    this.bytes = bytes;
  }

  @Override
  public boolean hasNext() {
    return parts.hasNext();
  }

  @Override
  public byte[] next() {
    byte[] part = parts.next();
    bytes.addAndGet(part.length - counted);
    counted = part.length;
    return part;
  }

  /** Ends the counting, also if the list was not sent to its end. */
  void release() {
    bytes.addAndGet(-counted);
    counted = 0;
  }
}
