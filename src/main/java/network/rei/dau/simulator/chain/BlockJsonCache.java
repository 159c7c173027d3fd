package network.rei.dau.simulator.chain;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps the JSON of blocks once rendered in full, up to a number of bytes. Thread-safe. */
public final class BlockJsonCache {

  private final long maxBytes;
  private final AtomicLong kept = new AtomicLong();
  private final Map<Long, Rendered> blocks = new ConcurrentHashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Rendered(int branch, byte[] json) {}

  public BlockJsonCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The block's JSON with transactions in full; not to be changed. */
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
    keep(number, new Rendered(branch, json));
    return json;
  }

  private void keep(long number, Rendered rendered) {
    if (kept.get() + rendered.json.length > maxBytes) {
      return;
    }
    kept.addAndGet(rendered.json.length);
    Rendered replaced = blocks.put(number, rendered);
    if (replaced != null) {
      kept.addAndGet(-replaced.json.length);
    }
  }

  /** Renders a chain from its head down, as far as the room goes. */
  public void warm(ChainView chain) {
    for (long number = chain.head(); number > 0 && chain.serves(number); number--) {
      full(chain, number);
      if (!blocks.containsKey(number)) {
        return;
      }
    }
  }

  long keptBytes() {
    return kept.get();
  }
}
