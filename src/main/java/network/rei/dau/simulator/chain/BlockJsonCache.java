package network.rei.dau.simulator.chain;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Caches the JSON of blocks with full transactions, up to a number of bytes. Thread-safe. */
public final class BlockJsonCache {

  /** The objects of an entry besides the JSON. */
  private static final int OVERHEAD = 120;

  private final long maxBytes;
  private final AtomicLong size = new AtomicLong();
  private final Map<Long, Rendered> blocks = new ConcurrentHashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Rendered(int branch, byte[] json) {}

  public BlockJsonCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Returns the JSON of a block with full transactions, which must not be modified. */
  public byte[] full(ChainView chain, long number) {
    if (maxBytes == 0) {
      return BlockJson.render(chain, number, true);
    }
    int branch = chain.branch(number);
    Rendered rendered = blocks.get(number);
    if (rendered != null && rendered.branch == branch) {
      return rendered.json;
    }
    byte[] json = BlockJson.render(chain, number, true);
    put(number, new Rendered(branch, json));
    return json;
  }

  private void put(long number, Rendered rendered) {
    if (size.get() + bytes(rendered) > maxBytes) {
      return;
    }
    size.addAndGet(bytes(rendered));
    Rendered replaced = blocks.put(number, rendered);
    if (replaced != null) {
      size.addAndGet(-bytes(replaced));
    }
  }

  private static long bytes(Rendered rendered) {
    return (long) OVERHEAD + rendered.json.length;
  }

  /** Renders a chain from its head down until the cache is full. */
  public void warm(ChainView chain) {
    for (long number = chain.head(); number > 0 && chain.serves(number); number--) {
      full(chain, number);
      if (!blocks.containsKey(number)) {
        return;
      }
    }
  }
}
